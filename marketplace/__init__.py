"""The marketplace and matchmaking service for intelligent cities.

Importing this package is cheap on purpose: nothing here pulls the encoder, the vector
index or the web framework. See ARCHITECTURE.md for the order of the floors below.
"""

__version__ = "0.1.0"
