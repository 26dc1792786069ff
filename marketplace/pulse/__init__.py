"""How the programme stands: figures for everybody, and for staff who waits for whom."""
