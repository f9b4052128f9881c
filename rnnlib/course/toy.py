"""The toy network: it says `hello`, with numbers small enough for paper. Lessons 02 to 05."""

import numpy as np

from ..rnn import RNN


def toy_network():
    """An RNN of three units that knows one word. Its letters are sorted(set("hello")), e h l o."""
    model = RNN(4, 3, dtype=np.float64)
    model.params["Wxh"] = [[-0.4, 0.6, -0.2, -1.5], [0.8, 1.6, -1.0, 0.5], [-0.2, -0.6, 0.8, -0.2]]
    model.params["Whh"] = [[-0.2, -1.5, 0.7], [0.3, -0.2, 0.4], [0.0, -1.3, 0.6]]
    model.params["Why"] = [[0.9, 1.3, -0.4], [-0.7, 0.4, 1.4], [-2.2, -1.1, -1.6], [1.0, -0.9, 1.8]]
    model.params["bh"] = [0.5, -0.2, -0.5]
    model.params["by"] = np.zeros(4)
    return model
