"""The demonstration read by the real model, once for all processes of a run of the tests."""

import fcntl
import os
from pathlib import Path

import numpy as np
import pytest

from marketplace.recommendations.demonstration import Demonstration, demonstration
from matching.encoding import load_encoder
from matching.library import Library


def demonstration_library(factory: pytest.TempPathFactory) -> tuple[Library, Demonstration]:
    """A library that holds every solution and challenge of the demonstration, and these.

    The first process to come reads the texts; the others find the vectors in a file.
    """
    base = factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    library, data = Library(load_encoder()), demonstration()
    vectors = iter(_vectors(folder, library, data))
    for offering in data.offerings:
        library.put_offering(offering, next(vectors))
    for need in data.needs:
        library.put_need(need, next(vectors))
    return library, data


def _vectors(
    folder: Path, library: Library, data: Demonstration
) -> list[np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
    kept = folder / "demonstration-vectors.npz"
    with (folder / "demonstration-vectors.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            np.savez(kept, *library.encode_many([*data.offerings, *data.needs]))
    with np.load(kept) as rows:
        return [rows[name] for name in rows.files]
