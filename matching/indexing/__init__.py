"""Vectors and words to candidates. Nothing here knows what a need or an offering is."""
