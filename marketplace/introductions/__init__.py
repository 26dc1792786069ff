"""Programme staff bring people together, and remind those for whom somebody waits."""
