"""Suppliers for a group that buys together: looked at as they fit now, and frozen as long lists.

A long list says who could deliver, and why; it invites nobody, and keeps nobody from an offer.
"""
