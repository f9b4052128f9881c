"""What several test files share."""

import numpy as np
import pytest

from rnnlib import RNN, Vocabulary, load_text


@pytest.fixture(scope="session")
def tales():
    """The text of our own corpus."""
    return load_text("tales")


@pytest.fixture(scope="session")
def vocab(tales):
    return Vocabulary(tales)


@pytest.fixture(scope="session")
def ids(tales, vocab):
    return vocab.encode(tales)


@pytest.fixture
def small():
    """A network small enough to check every weight, with weights large enough to bend tanh."""
    return RNN(5, 4, rng=1, dtype=np.float64, init_scale=0.3)
