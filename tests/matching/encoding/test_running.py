import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from matching.encoding import SentenceEncoder
from matching.encoding.model_files import Recipe, recipe_in
from matching.errors import EncoderUnavailable
from tests.factories.sentence_models import FAMILIES, write_model

TEXTS = [
    "Street lamps fail and nobody reports them to the city.",
    " Soil probes tell when young trees want water. ",
    "Lamps",
    "",
    "Lámpák, φανοί, фонари: “who” repairs them?",
    "Cameras count parking places. " * 25,
]
FEW = [text[:100] for text in TEXTS]
"""The small models read a token for each letter, and their windows are short."""


@pytest.mark.model
def test_texts_that_share_a_pass_have_the_vectors_that_the_model_gives_each() -> None:
    encoder = SentenceEncoder()
    plain = SentenceTransformer(str(encoder._folder), device="cpu")
    alone = [plain.encode(text, normalize_embeddings=True) for text in TEXTS]
    for company in (TEXTS, TEXTS[::-1], TEXTS * 8):
        expected = [alone[TEXTS.index(text)] for text in company]
        assert np.allclose(encoder.encode(company), expected, atol=1e-6)


@pytest.mark.model
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_any_model_of_the_family_gives_the_vectors_that_it_gives_to_torch(
    tmp_path: Path, family: str, pooling: str
) -> None:
    folder = write_model(tmp_path / "model", family=family, pooling=pooling)
    plain = SentenceTransformer(str(folder), device="cpu")
    expected = plain.encode(FEW, normalize_embeddings=True)
    recipe = recipe_in(folder)
    assert recipe is not None
    assert recipe.max_tokens == plain.max_seq_length
    assert np.allclose(SentenceEncoder(str(folder)).encode(FEW), expected, atol=1e-5)


@pytest.mark.model
def test_a_model_of_another_kind_is_run_by_torch_with_a_word_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write_model(tmp_path / "model")
    change(folder / "config.json", hidden_act="relu")
    encoder = SentenceEncoder(str(folder))
    with caplog.at_level("INFO"):
        rows = encoder.encode(FEW)
    plain = SentenceTransformer(str(folder), device="cpu")
    assert np.allclose(rows, plain.encode(FEW, normalize_embeddings=True), atol=1e-6)
    assert [r.name for r in caplog.records if "run by torch" in r.message] == [
        "matching.encoding.sentence"
    ]


@pytest.mark.model
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("config.json", {"model_type": "distilbert"}),
        ("config.json", {"dtype": "float16"}),
        ("config_sentence_transformers.json", {"default_prompt_name": "query"}),
        ("1_Pooling/config.json", {"pooling_mode": "max"}),
    ],
)
def test_what_the_graph_would_not_do_is_left_to_torch(
    tmp_path: Path, file: str, said: dict[str, str]
) -> None:
    folder = write_model(tmp_path / "model")
    assert isinstance(recipe_in(folder), Recipe)
    change(folder / file, **said)
    assert recipe_in(folder) is None


@pytest.mark.model
def test_a_damaged_model_is_refused_in_one_sentence(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(EncoderUnavailable, match="does not load"):
        SentenceEncoder(str(folder)).encode(FEW)


@pytest.mark.model
def test_the_packaged_model_is_run_without_torch() -> None:
    program = (
        "import sys; from matching.encoding import load_encoder;"
        "load_encoder().encode(['street lamps']); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], check=True, capture_output=True, text=True
    )
    assert not {"torch", "transformers", "sentence_transformers"} & set(done.stdout.split())


def change(path: Path, **said: str) -> None:
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | said), "utf-8")
