"""The matching engine: who can supply a need, who shares it, and why.

A pure library. It knows nothing of databases, web pages or the marketplace around it: the
caller hands in profiles and keeps the vectors.
"""

ENGINE_VERSION = "2.0"
"""Changes whenever the same library and need could give another ranking than before."""
