"""Every library test runs on each kind of vector index."""

import pytest

from matching.library import Library, VectorKind
from tests.matching.shelves import town


@pytest.fixture(params=["exact", "faiss"])
def kind(request: pytest.FixtureRequest) -> VectorKind:
    return "faiss" if request.param == "faiss" else "exact"


@pytest.fixture
def library(kind: VectorKind) -> Library:
    return town(kind)
