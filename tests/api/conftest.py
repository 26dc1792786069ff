"""The town behind the application, as the guards have it."""

from tests.guards.conftest import door

__all__ = ["door"]
