from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matching.encoding import Encoder, HashingEncoder, SentenceEncoder, load_encoder
from matching.errors import EncoderUnavailable

TEXTS = ["Street lamps that fail", "", "Lámpák", "Water for young trees. " * 120, "lamps"]


@pytest.fixture(
    scope="module", params=["hashing", pytest.param("default", marks=pytest.mark.model)]
)
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return load_encoder(request.param)


def test_vectors_are_of_length_one(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), encoder.dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_a_text_has_one_vector_in_every_company(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)


def test_nothing_is_cut_from_a_long_text(encoder: Encoder) -> None:
    long = "Water for young trees in summer. " * 100
    plain, ended = encoder.encode([long, long + "Cameras count parking places. " * 30])
    assert not np.allclose(plain, ended, atol=1e-3)


def test_threads_change_nothing(encoder: Encoder) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: encoder.encode(TEXTS), range(8)))
    assert all(np.allclose(result, results[0], atol=1e-6) for result in results)


def test_no_texts_are_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_fingerprints_tell_models_apart() -> None:
    assert HashingEncoder().fingerprint == HashingEncoder().fingerprint
    assert HashingEncoder(128).fingerprint != HashingEncoder().fingerprint
    assert SentenceEncoder().fingerprint not in {"", HashingEncoder().fingerprint}


def test_the_packaged_model_says_what_it_is_without_being_loaded() -> None:
    encoder = SentenceEncoder()
    assert (encoder.dimension, encoder.max_tokens) == (384, 256)
    assert encoder.languages == {"en"}
    assert encoder._model is None


@pytest.mark.model
def test_the_model_knows_meaning() -> None:
    lamp, light, tree = load_encoder().encode(["street lamp", "public lighting", "apple tree"])
    assert lamp @ light > lamp @ tree


def test_an_unknown_model_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderUnavailable, match="no model 'no-such-model'"):
        load_encoder("no-such-model")
