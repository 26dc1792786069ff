"""Joint procurements: who buys together, in which role, and what they decided.

What they need, how much, from whom and how far they are stands on the floors above.
"""
