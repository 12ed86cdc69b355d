"""Each annotator's confusion against scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import confusion_matrix

from goldsmith.errors import InputError
from goldsmith.labels import annotator_confusion


@given(arrays(np.int8, st.tuples(st.integers(1, 12), st.integers(2, 5)), elements=st.integers(-1, 2)))
def test_each_annotators_counts_equal_scikit_learns(matrix: np.ndarray) -> None:
    truth, L = matrix[:, 0], matrix[:, 1:]
    ours = annotator_confusion(L, truth, cardinality=3)
    for annotator, votes in enumerate(L.T):
        both = (truth >= 0) & (votes >= 0)
        theirs = (
            confusion_matrix(truth[both], votes[both], labels=[0, 1, 2]) if both.any() else np.zeros((3, 3))
        )
        assert ours[annotator].tolist() == theirs.tolist()


@pytest.mark.parametrize("labels", [[0], [0, 2], [0, -2], [0.0, 1.0], [[0], [1]]])
def test_it_says_what_is_wrong_with_the_labels(labels: list) -> None:
    with pytest.raises(InputError):
        annotator_confusion([[0], [1]], labels, cardinality=2)
