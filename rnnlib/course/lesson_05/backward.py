"""The backward passes that the gallery of lesson 05 shows and breaks: one loop, as in lesson 04.

All vectors are columns, one for each stream, so the formulas are those of lesson 04:
xs (T,V,B), one-hot; dzs (T,V,B), the gradient with respect to the logits; hs (T+1,H,B), row 0 the
state before the window. What comes back is what RNN.backward and LSTM.backward give.
"""

import numpy as np

from ...optim import clip  # noqa: F401 - one bug needs it


def rnn_backward(params, xs, dzs, hs, dhnext):
    """All gradients of a window, Parameters; and dhnext (H,B), with respect to the first state."""
    Whh, Why, grads = params["Whh"], params["Why"], params.like()
    for t in reversed(range(len(xs))):
        x, dz, h, h_before = xs[t], dzs[t], hs[t + 1], hs[t]
        grads["Why"] += dz @ h.T
        grads["by"] += dz.sum(axis=1)
        dh = Why.T @ dz + dhnext
        slope = 1 - h**2
        da = dh * slope
        grads["Wxh"] += da @ x.T
        grads["Whh"] += da @ h_before.T
        grads["bh"] += da.sum(axis=1)
        dhnext = Whh.T @ da
    return grads, dhnext


def lstm_backward(params, xs, dzs, hs, cs, gates, dhnext, dcnext):
    """The same for an LSTM. cs (T+1,H,B); gates (T,4,H,B): g, i, f, o; dcnext (H,B), for c."""
    Why, grads = params["Why"], params.like()
    for t in reversed(range(len(xs))):
        x, dz, h, h_before = xs[t], dzs[t], hs[t + 1], hs[t]
        c, c_before, (g, i, f, o) = cs[t + 1], cs[t], gates[t]
        grads["Why"] += dz @ h.T
        grads["by"] += dz.sum(axis=1)
        dh = Why.T @ dz + dhnext
        dc = dh * o * (1 - np.tanh(c) ** 2) + dcnext
        da = {"g": dc * i * (1 - g**2)}
        da["i"] = dc * g * i * (1 - i)
        da["f"] = dc * c_before * f * (1 - f)
        da["o"] = dh * np.tanh(c) * o * (1 - o)
        dhnext, dcnext = 0, dc * f
        for k in "gifo":
            grads[f"Wx{k}"] += da[k] @ x.T
            grads[f"Wh{k}"] += da[k] @ h_before.T
            grads[f"b{k}"] += da[k].sum(axis=1)
            dhnext += params[f"Wh{k}"].T @ da[k]
    return grads, dhnext, dcnext
