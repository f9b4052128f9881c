import numpy as np

from rnnlib import Vocabulary, sample
from rnnlib.course.toy import toy_network


def test_the_toy_network_says_hello_and_can_be_followed_on_paper():
    toy, vocab = toy_network(), Vocabulary("hello")
    assert sample(toy, vocab, 4, prompt="h", top_k=1, rng=0) == "ello"
    np.testing.assert_array_equal(toy.params.flat, toy.params.flat.round(1))
