"""What the plain network and the LSTM share: sizes, first weights, a state. Lessons 02 and 09."""

import numpy as np

from .guards import as_ids, check_size
from .params import Parameters


class Network:
    """A network that predicts the next letter; `RNN` and `LSTM` bring the equations.

    They say their `kind`; `parts`, () where the state is one vector, (2,) where it is two; and
    `shapes(V, H)`, the shapes of their parameters by name.
    """

    def __init__(self, vocab_size, hidden_size=100, *, rng=0, dtype=np.float32, init_scale=0.01):
        check_size("vocab_size", vocab_size)
        check_size("hidden_size", hidden_size)
        if np.dtype(dtype) not in (np.float32, np.float64):
            raise ValueError(f"dtype is {np.dtype(dtype)}: use float32 or float64")
        self.vocab_size, self.hidden_size = vocab_size, hidden_size
        self.dtype = np.dtype(dtype)
        self.params = Parameters(self.shapes(vocab_size, hidden_size), dtype)
        rng = np.random.default_rng(rng)
        for name, window in self.params.items():
            if name.startswith("W") and init_scale:  # biases begin at 0
                window[...] = init_scale * rng.standard_normal(window.shape)

    def initial_state(self, batch_size=1):
        """The state before any letter: zeros (B,H), or (H,) for a batch_size of None.

        An LSTM's has a 2 in front, for h and c. Raises ValueError for a batch_size below 1.
        """
        if batch_size is not None:
            check_size("batch_size", batch_size)
        streams = () if batch_size is None else (batch_size,)
        return np.zeros((*self.parts, *streams, self.hidden_size), self.dtype)

    def _window(self, inputs, state):
        """What forward was given, checked: inputs (T,B), and a state, zeros where there is none."""
        inputs = as_ids(inputs, self.vocab_size)
        if np.ndim(inputs) != 2 or not inputs.size:
            raise ValueError(
                f"inputs have shape {np.shape(inputs)}: they must be (T,B), and both at least 1"
            )
        return inputs, self._state(state, inputs.shape[1:])

    def _state(self, state, streams):
        """A state as an array, checked; zeros for None. streams: (B,), or () without that axis."""
        batch_size = streams[0] if streams else None
        if state is None:
            return self.initial_state(batch_size)
        state = np.asarray(state, self.dtype)
        needed = (*self.parts, *streams, self.hidden_size)
        if state.shape != needed:
            raise ValueError(
                f"the state has shape {state.shape}, but {needed} is needed: "
                f"begin with initial_state({batch_size})"
            )
        return state
