"""From logits to probabilities, and from probabilities to surprise. Taught in lesson 03."""

import numpy as np

from .guards import as_ids


def softmax(logits, temperature=1.0):
    """Probabilities from logits, along the last axis: (..., V) -> (..., V). Lesson 03.

    logits: floats, in nats. temperature: above 0; below 1 sharpens, above 1 flattens (lesson 07).
    Raises ValueError for a temperature that is not a positive number.
    The largest logit is subtracted first, which changes no probability and keeps exp finite.
    """
    if not temperature > 0:
        raise ValueError(
            f"temperature is {temperature}: it must be above 0 (for the likeliest letter, top_k=1)"
        )
    logits = np.asarray(logits)
    if logits.dtype.kind != "f":
        logits = logits.astype(np.float64)
    z = logits - logits.max(axis=-1, keepdims=True)
    if temperature != 1:
        with np.errstate(over="ignore"):  # a tiny temperature sends all but the largest to -inf
            z = z / max(float(temperature), float(np.finfo(z.dtype).tiny))
    exp = np.exp(z)
    return exp / exp.sum(axis=-1, keepdims=True)


def cross_entropy(logits, targets):
    """The surprise of the right next letters, and the gradient that it begins. Lesson 03.

    logits: (T,B,V) floats. targets: (T,B) integers, the ids of the letters that really came.
    Returns loss, in nats: -ln p(target), summed over the T steps, averaged over the B streams;
    and dlogits (T,B,V): (p - onehot) / B, the gradient of that loss.
    Raises ValueError where the shapes do not fit, and for targets that are no ids.
    Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, sections 6.2.2.3 and 10.2.2.
    """
    T, B, V = logits.shape
    if targets.shape != (T, B):
        raise ValueError(f"targets have shape {targets.shape}: these logits need {(T, B)}")
    rows = logits.reshape(T * B, V)
    right = (np.arange(T * B), as_ids(targets, V).ravel())

    z = rows - rows.max(axis=1, keepdims=True)  # the largest becomes 0: exp stays finite
    p = np.exp(z)
    total = p.sum(axis=1, keepdims=True)
    loss = (np.log(total[:, 0]) - z[right]).sum(dtype=np.float64) / B

    p /= total * B
    p[right] -= 1 / B
    return float(loss), p.reshape(T, B, V)
