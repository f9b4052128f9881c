"""The literal loops are the measure of rnnlib, so they are measured themselves."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from rnnlib.course.literal import LiteralLSTM, LiteralRNN

V, H = 5, 4
INPUTS, TARGETS = np.random.default_rng(0).integers(V, size=(2, 7))


def a_literal(kind, ids=(), dtype=np.float64, **settings):
    rng = np.random.default_rng(1)
    shapes = {"Wx": (H, V), "Wh": (H, H), "b": (H,)}
    weights = {name: rng.normal(0, 0.5, shapes.get(name[:-1], ())) for name in kind.names}
    weights |= {"Why": rng.normal(0, 0.5, (V, H)), "by": rng.normal(0, 0.5, V)}
    return kind({name: w.astype(dtype) for name, w in weights.items()}, ids, **settings)


def a_state(literal):
    return np.random.default_rng(2).normal(0, 0.5, np.shape(literal.zeros()))


@pytest.mark.parametrize("kind", [LiteralRNN, LiteralLSTM])
def test_every_gradient_is_the_slope_of_the_loss(kind):
    literal = a_literal(kind)
    state = a_state(literal)
    gradients = literal.loss_and_gradients(INPUTS, TARGETS, state)[1]
    assert list(gradients) == list(kind.names)
    for name, w in literal.w.items():
        slopes = np.empty_like(w)
        for k in np.ndindex(w.shape):
            losses = []
            for change in (1e-5, -2e-5):
                w[k] += change
                losses.append(literal.loss_and_gradients(INPUTS, TARGETS, state)[0])
            w[k] += 1e-5
            slopes[k] = (losses[0] - losses[1]) / 2e-5
        assert_allclose(gradients[name], slopes, rtol=1e-6, atol=1e-9, err_msg=name)
        assert np.abs(slopes).max() > 1e-3  # nothing is compared that is zero throughout


@pytest.mark.parametrize("kind", [LiteralRNN, LiteralLSTM])
def test_two_windows_are_one_to_the_loss(kind):
    literal = a_literal(kind)
    state = a_state(literal)
    whole, _, last = literal.loss_and_gradients(INPUTS, TARGETS, state)
    first, _, middle = literal.loss_and_gradients(INPUTS[:3], TARGETS[:3], state)
    second, _, end = literal.loss_and_gradients(INPUTS[3:], TARGETS[3:], middle)
    assert first + second == pytest.approx(whole, rel=1e-12)
    assert_allclose(end, last, rtol=1e-12)


@pytest.mark.parametrize("kind", [LiteralRNN, LiteralLSTM])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_learns_and_keeps_its_precision(kind, dtype):
    literal = a_literal(kind, np.tile(np.arange(V), 20), dtype, seq_length=9)
    losses = [literal.update()[0] for _ in range(200)]
    assert losses[-1] < 1 < 9 < losses[0]
    for array in (*literal.w.values(), *literal.memory.values(), np.asarray(literal.state)):
        assert array.dtype == dtype


@pytest.mark.parametrize("kind", [LiteralRNN, LiteralLSTM])
def test_the_text_begins_again_and_the_state_with_it(kind, monkeypatch):
    literal = a_literal(kind, np.tile(np.arange(V), 5)[:20], seq_length=9)
    seen = []
    right = literal.loss_and_gradients

    def watch(inputs, targets, state):
        seen.append((inputs, targets, np.copy(state)))
        return right(inputs, targets, state)

    monkeypatch.setattr(literal, "loss_and_gradients", watch)
    for _ in range(4):
        literal.update()
    starts = [(inputs, targets) for inputs, targets, _ in seen]
    assert starts == 2 * [
        (literal.ids[:9], literal.ids[1:10]),
        (literal.ids[9:18], literal.ids[10:19]),
    ]
    assert [(state == 0).all() for *_, state in seen] == [True, False, True, False]


@pytest.mark.parametrize("kind", [LiteralRNN, LiteralLSTM])
def test_gradients_are_clipped_at_five_and_adagrad_takes_its_step(kind, monkeypatch):
    literal = a_literal(kind, np.arange(V), seq_length=4)
    before = {name: w.copy() for name, w in literal.w.items()}
    huge = {name: np.full_like(w, -7.0) for name, w in literal.w.items()}
    huge["by"][:] = 3.0
    monkeypatch.setattr(literal, "loss_and_gradients", lambda *_: (1.0, huge, literal.state))
    _, clipped = literal.update()
    for name, w in literal.w.items():
        g = 3.0 if name == "by" else -5.0
        assert (clipped[name] == g).all()
        assert_allclose(literal.memory[name], g * g)
        assert_allclose(w, before[name] - 0.1 * g / np.sqrt(g * g + 1e-8))
