"""Tests of the papers of a joint procurement."""
