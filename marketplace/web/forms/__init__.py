"""Forms of the working pages: what they ask, how they are read, shown again and kept.

No rule about contents stands here: what was typed is judged by the schemas and the features.
"""
