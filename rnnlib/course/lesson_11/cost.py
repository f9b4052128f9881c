"""What an update costs: operations, bytes, and seconds."""

import numpy as np

from ...rnn import RNN
from ...train import Trainer
from .clock import in_turns


def operations(H, V):
    """Multiplications and additions for one letter, forward and back, in the matrix products.

    Three products with Whh (H,H) and three with Why (V,H): one forward, two back. tanh, exp and the
    update of the weights are left out; a column that is looked up costs none.
    """
    return 3 * 2 * H * H + 3 * 2 * H * V


def numbers_kept(H, T, V, B):
    """How many numbers of a window the way back needs: states, and logits that become gradients."""
    return (T + 1) * B * H + T * B * V


def weights(H, V):
    """How many numbers a plain network learns."""
    return H * V + H * H + V * H + H + V


def product_loop(rows, inner, columns=None, dtype=np.float32):
    """A loop of n products: (rows,inner) times (inner,columns), or (inner,) without columns."""
    rng = np.random.default_rng(0)
    a = rng.standard_normal((rows, inner)).astype(dtype)
    b = rng.standard_normal(inner if columns is None else (inner, columns)).astype(dtype)
    out = a @ b

    def loop(n):
        for _ in range(n):
            np.dot(a, b, out=out)

    return loop


def speed_of_products(size=1000):
    """Operations per second of one core in a large matrix product: name of a type -> speed.

    As fast as NumPy's products get, and so as fast as one could wish for.
    """
    types = ("float64", "float32")
    seconds = in_turns({t: product_loop(size, size, size, t) for t in types}, 11, seconds=0.04)
    return {t: 2 * size**3 / seconds[t] for t in types}


def update_loop(H, T, V, B, dtype=np.float32):
    """A loop of n updates of rnnlib's, on a text of letters drawn by chance."""
    ids = np.random.default_rng(0).integers(0, V, 20 * T * B + 1)
    settings = {"seq_length": T, "batch_size": B, "learning_rate": 1e-4}  # no weight gets large
    trainer = Trainer(RNN(V, H, dtype=dtype), ids, **settings)
    return lambda n: trainer.run(n, progress=False)


def exponent(sizes, seconds):
    """The slope of a line through points on two logarithmic axes: seconds ~ size ** slope."""
    return np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
