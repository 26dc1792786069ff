"""Tests of what is published as open data."""
