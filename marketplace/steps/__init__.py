"""The way of a joint procurement from idea to outcome: what each step asks, and who owes it."""
