"""Vectors in a few numbers each, so that inner products are bounded without reading them whole.

A sketch is what a vector is in the directions along which most differ, and the length of the
rest. The inner product of two sketches is never below that of their vectors.
"""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_DIRECTIONS = 64
"""Of sentence vectors of 384 numbers; fewer bound too loosely, more take longer to compare."""

_SAMPLE = 4_000
_FEW = 1_000
"""Below so many vectors their directions are not worth finding: all are kept whole."""


def directions_of(rows: Vectors) -> Vectors:
    """Return orthonormal directions along which rows (n, d) are longest, float32 (d, k)."""
    dimension = rows.shape[1]
    if dimension <= _DIRECTIONS or len(rows) < _FEW:
        return np.eye(dimension, dtype=np.float32)
    sample = rows[:: 1 + len(rows) // _SAMPLE].astype(np.float64)
    vectors = np.linalg.eigh(sample.T @ sample).eigenvectors
    return np.asarray(vectors[:, -_DIRECTIONS:], dtype=np.float32)


def sketches_of(rows: Vectors, directions: Vectors) -> Vectors:
    """Return the sketches of rows (n, d) by directions (d, k), float32 (n, k + 1)."""
    along = rows @ directions
    # Not by Pythagoras: the root of a small difference would be far off.
    rest = np.linalg.norm(rows - along @ directions.T, axis=1, keepdims=True)
    return np.hstack([along, rest])
