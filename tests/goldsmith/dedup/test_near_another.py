import numpy as np
import pytest

from goldsmith.dedup import near_another
from goldsmith.errors import InputError


def test_it_finds_what_comparing_all_with_all_finds() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(3000, 16))
    vectors[::50] = vectors[1::50] + 0.05 * rng.normal(size=vectors[::50].shape)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, 0)
    wanted = (cosines >= 0.95).any(axis=1)
    assert wanted.sum() >= 120
    assert near_another(vectors, 0.95, probes=100).tolist() == wanted.tolist()  # all cells: exact
    found = near_another(vectors, 0.95)
    assert not (found & ~wanted).any()
    assert found.sum() >= 0.95 * wanted.sum()


def test_nothing_is_near_nothing() -> None:
    assert near_another(np.empty((0, 3)), 0.5).tolist() == []
    assert near_another([[1.0, 0.0]], 0.5).tolist() == [False]
    assert near_another([[0.0, 0.0], [0.0, 0.0]], 0.5).tolist() == [False, False]
    with pytest.raises(InputError, match="threshold must be in"):
        near_another([[1.0]], 0)
