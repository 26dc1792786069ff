"""Vendors say with evidence that a solution of theirs answers a challenge, and the city answers.

Only the two sides and programme staff ever learn of it: other vendors get not even a count.
"""
