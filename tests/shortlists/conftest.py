from tests.feedback.conftest import asking
from tests.recommendations.conftest import market

__all__ = ["asking", "market"]
