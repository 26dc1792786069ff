"""Importing the product is quick and brings nothing heavy; only answering a need does."""

import subprocess
import sys
import time

import pytest

HEAVY = {
    "torch", "transformers", "sentence_transformers", "faiss", "sklearn", "scipy", "onnx",
    "onnxruntime", "tokenizers",
}  # fmt: skip
MOST_SECONDS = 0.3
TRIES = 5


def run(program: str) -> str:
    """What a fresh interpreter prints for `program`."""
    return subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout


def loaded_by(module: str) -> set[str]:
    """The top-level names of all modules that a fresh interpreter loads with `module`."""
    program = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(run(program).split())


def seconds(program: str) -> float:
    begin = time.perf_counter()
    run(program)
    return time.perf_counter() - begin


def test_importing_marketplace_brings_no_web_framework_and_no_engine() -> None:
    assert not loaded_by("marketplace") & (HEAVY | {"flask", "sqlalchemy", "numpy"})


@pytest.mark.parametrize("module", ["marketplace.app", "marketplace.cli", "matching.suppliers"])
def test_nothing_heavy_is_loaded_before_it_is_used(module: str) -> None:
    assert not loaded_by(module) & HEAVY


def test_importing_marketplace_takes_less_than_three_tenths_of_a_second() -> None:
    empty = min(seconds("pass") for _ in range(TRIES))
    assert min(seconds("import marketplace") for _ in range(TRIES)) - empty < MOST_SECONDS


def test_the_command_line_answers_help_without_loading_the_product() -> None:
    assert not loaded_by("marketplace.cli") & {"flask"}
