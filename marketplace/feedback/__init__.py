"""What cities say of the answers they got: useful or not, on the shortlist, chosen in the end.

All of it is for the city alone. The programme sees it only summed up, where weights learn from it.
"""
