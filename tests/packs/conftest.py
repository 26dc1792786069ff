"""Cities that could buy together."""

from tests.procurements.conftest import buyers

__all__ = ["buyers"]
