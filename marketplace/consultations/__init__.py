"""Documents in versions, questions, and the open market consultation of a joint procurement."""
