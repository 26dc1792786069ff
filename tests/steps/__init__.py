"""The way of a joint procurement."""
