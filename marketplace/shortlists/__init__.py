"""What a city keeps of the matches that it looks at closer, and what it decides in the end.

All of it is for the city alone, until it sends a decision: then each vendor reads what was said
about its own solution, and nothing else.
"""
