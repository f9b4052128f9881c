"""Is the backward pass right? Compare it with nudging each weight. Taught in lesson 05."""

from dataclasses import dataclass

import numpy as np

from .loss import cross_entropy

RTOL, ATOL = 1e-6, 1e-8


def numerical_gradient(loss, array, epsilon=1e-5):
    """The gradient of a loss with respect to every number of an array, by nudging. Lesson 05.

        dL/dw = (L(w + epsilon) - L(w - epsilon)) / (2 epsilon), up to epsilon squared

    loss: a function of no arguments, which reads the array; it may be an array of losses, (...).
    array: floats, (N...), each moved where it is and then put back. Returns (N...), or (N...,...).
    Source: Nocedal and Wright, Numerical Optimization, 2006, section 8.1.
    """
    gradient = []
    for place, value in np.ndenumerate(array):
        try:
            array[place] = value + epsilon
            above = loss()
            array[place] = value - epsilon
            below = loss()
        finally:
            array[place] = value
        gradient.append((above - below) / (2 * epsilon))
    return np.reshape(gradient, (*np.shape(array), *np.shape(gradient[0])))


def check_gradients(model, inputs, targets, state=None, *, epsilon=1e-5, rng=0):
    """Compare every gradient of backward with a central difference of the loss. Lesson 05.

    model: an RNN or LSTM in float64, with weights large enough that tanh bends (init_scale of
    about 0.3): at the original's 0.01 and a state of zeros some bugs show a hundred times less, and
    at 1.0 the loss of an RNN bends so much that a right gradient may fail.
    inputs, targets: (T,B).
    state: before the window; without one, it is drawn from rng (a seed or Generator), not zero.
    Returns a GradientReport, with an entry for each parameter and one for the state. An error is
    |a - n| / (ATOL/RTOL + max(|a|, |n|)), and passes at RTOL = 1e-6: that is
    |a - n| <= ATOL + RTOL max(|a|, |n|), so 0 against 0 passes.
    Raises ValueError for a model in float32, where rounding hides the answer.
    """
    report = GradientReport()
    found = compare_gradients(model, inputs, targets, state, epsilon=epsilon, rng=rng)
    for name, (_, _, error) in found.items():
        worst = float(error.max())  # nan, if there is one: it fails
        report[name] = ParameterCheck(worst, worst <= RTOL)
    return report


def compare_gradients(model, inputs, targets, state=None, *, epsilon=1e-5, rng=0):
    """Every gradient of backward beside its central difference, number by number. Lesson 05.

    The arguments are those of `check_gradients`, and so is what is raised. Returns, for each
    parameter and the state, by name: what backward says, what nudging says, and the error, three
    arrays of its shape.
    """
    if model.params.flat.dtype != np.float64:
        raise ValueError("gradients are checked in float64: make the model with dtype=np.float64")
    inputs, targets = np.asarray(inputs), np.asarray(targets)
    if state is None:
        zero = model.initial_state(inputs.shape[1])
        state = np.random.default_rng(rng).uniform(-0.5, 0.5, zero.shape)
    state = np.array(state, float)  # ours to nudge

    def loss():
        return cross_entropy(model.forward(inputs, state)[0], targets)[0]

    logits, _, cache = model.forward(inputs, state)
    grads, dstate = model.backward(cross_entropy(logits, targets)[1], cache)
    found = {}
    for name, window in {**model.params, "state": state}.items():
        a = dstate if name == "state" else grads[name]
        n = numerical_gradient(loss, window, epsilon)
        error = np.abs(a - n) / (ATOL / RTOL + np.maximum(np.abs(a), np.abs(n)))
        found[name] = a, n, error
    return found


@dataclass(frozen=True)
class ParameterCheck:
    """What the check found for one parameter: its worst relative error, and whether it passed."""

    worst: float
    passed: bool


class GradientReport(dict):
    """A mapping parameter name -> ParameterCheck; `.passed` if all did; prints as a table."""

    @property
    def passed(self):
        return all(check.passed for check in self.values())

    def __repr__(self):
        lines = [f"{'parameter':<12}{'worst error':>12}"]
        for name, check in self.items():
            lines.append(f"{name:<12}{check.worst:>12.0e}  {'ok' if check.passed else 'WRONG'}")
        return "\n".join(lines)
