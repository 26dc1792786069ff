"""Buyers groups that could be proposed: under rule sets and pins, each proved rule by rule."""
