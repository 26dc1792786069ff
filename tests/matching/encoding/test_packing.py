import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from matching.encoding import SentenceEncoder

TEXTS = [
    "Street lamps fail and nobody reports them to the city.",
    " Soil probes tell when young trees want water. ",
    "Lamps",
    "",
    "Cameras count parking places. " * 25,
]


@pytest.mark.model
def test_texts_that_share_a_pass_have_the_vectors_that_the_model_gives_each() -> None:
    encoder = SentenceEncoder()
    plain = SentenceTransformer(str(encoder._folder), device="cpu")
    alone = [plain.encode(text, normalize_embeddings=True) for text in TEXTS]
    for company in (TEXTS, TEXTS[::-1], TEXTS * 8):
        expected = [alone[TEXTS.index(text)] for text in company]
        assert np.allclose(encoder.encode(company), expected, atol=1e-6)
