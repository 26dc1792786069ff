"""What the members of a joint procurement need in common, what people decided, and the lots."""
