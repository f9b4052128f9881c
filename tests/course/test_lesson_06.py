"""The pictures of lesson 06 and of the notebook beside it show what they were given."""

import numpy as np
import pytest

from rnnlib import RNN, Trainer, Vocabulary, cross_entropy, softmax
from rnnlib.course import lesson_06
from rnnlib.course.measured import measured


def texts(ax):
    return [text.get_text() for text in ax.texts]


def lines(ax):
    """The numbers of each line, (n,2)."""
    return [line.get_xydata() for line in ax.lines]


def test_a_learning_curve_has_its_first_windows_and_ends_at_its_last_ones():
    losses = np.concatenate([np.arange(100.0, 111), np.linspace(90, 50, 989)])
    average = np.linspace(102, 60, 1000)
    [ax] = lesson_06.learning_curve(losses, average, 102.4).axes
    assert texts(ax) == ["knows nothing", "running average", "means"]
    cloud, nothing, _, running, halo, line, dots = lines(ax)
    np.testing.assert_array_equal(running, np.transpose([np.arange(1, 1001), average]))
    np.testing.assert_array_equal(dots, np.transpose([np.arange(1, 11), losses[:10]]))
    np.testing.assert_array_equal(line, halo)
    np.testing.assert_array_equal(line[:10], dots)
    assert 50 < line[-1, 1] < 55
    assert (nothing[:, 1] == 102.4).all()
    assert all(losses[int(n) - 1] == loss for n, loss in cloud)


def test_every_seed_is_a_dot_and_the_mean_a_stroke_and_a_number():
    rows = {"a": np.array([[10.0, 11, 12], [0.5, 0.7, 0.9]]), "b": np.array([[4.0] * 3, [0.0] * 3])}
    axes = lesson_06.by_seed(rows, ["worst", "share"], [".1f", ".0%"]).axes
    assert [ax.get_title("left") for ax in axes] == ["worst", "share"]
    for k, ax in enumerate(axes):
        dots, strokes = ax.lines[::2], ax.lines[1::2]
        for line, stroke, row in zip(dots, strokes, rows.values(), strict=True):
            np.testing.assert_array_equal(line.get_xdata(), row[k])
            assert stroke.get_xdata() == [pytest.approx(row[k].mean())]
            assert len(set(line.get_ydata())) == len(row[k])  # none covers another
            assert np.mean(line.get_ydata()) == pytest.approx(stroke.get_ydata()[0])
    assert [texts(ax) for ax in axes] == [["11.0", "4.0"], ["70%", "0%"]]
    assert [label.get_text() for label in axes[0].get_yticklabels()] == ["a", "b"]


def test_moments_stand_sorted_so_that_what_agrees_is_together():
    signs = np.array([1, -1, -1, 1, -1, 1, 1, -1, 1, -1, -1, 1])
    agree = np.outer(signs, signs[::-1]) * 0.2
    fig = lesson_06.moments([agree, 0 * agree], ["after", "before"], full=0.3)
    first, second, _ = fig.axes
    shown = first.images[0].get_array()
    assert shown.shape == (4, 4)
    for half in (shown[:2, :2], shown[:2, 2:], shown[2:, :2], shown[2:, 2:]):
        assert len(np.unique(half)) == 1
    assert first.images[0].get_clim() == (-0.3, 0.3)
    assert [ax.get_title() for ax in (first, second)] == ["after", "before"]


def test_one_step_compares_before_and_after():
    [ax] = lesson_06.one_step([(0.01, 4.0), (0.1, 1.0), (1.0, 9.0)], 5.0).axes
    before, after = lines(ax)
    assert (before[:, 1] == 5).all()
    np.testing.assert_array_equal(after, [[0.01, 4], [0.1, 1], [1, 9]])


def test_passes_lie_over_the_same_places():
    passes = np.array([[3.0, 2.5, 2.4, 2.2], [2.0, 1.8, 1.9, 1.7], [1.9, 1.7, 1.8, 1.6]])
    [ax] = lesson_06.by_place(passes, 1000).axes
    assert texts(ax) == ["pass 1", "pass 2", "pass 3"]
    for line, losses in zip(lines(ax), passes, strict=True):
        np.testing.assert_array_equal(line, np.transpose([[125, 375, 625, 875], losses]))


def test_every_letter_stands_at_its_count_and_its_rate():
    counts, rates = np.array([1000, 100, 10]), np.array([0.01, 0.03, 0.1])
    [ax] = lesson_06.letter_rates(" \nQ", counts, rates).axes
    assert texts(ax) == ["Q", "\u21b5", "space"]
    found = np.array([text.get_position() for text in ax.texts[::-1]])
    np.testing.assert_array_equal(found, np.transpose([counts, rates]))
    (x0, y0), (x1, y1) = lines(ax)[0]
    assert np.log(y1 / y0) / np.log(x1 / x0) == pytest.approx(-0.5)


def test_a_letter_without_room_is_a_dot_and_the_rarer_has_its_name():
    counts, rates = np.array([1000, 101, 100]), np.array([0.01, 0.0301, 0.03])
    [ax] = lesson_06.letter_rates("abc", counts, rates).axes
    assert texts(ax) == ["c", "a"]
    np.testing.assert_array_equal(lines(ax)[1], [[101, 0.0301]])


def test_many_trainings_and_one_of_them():
    updates = lesson_06.moments_of(20_000)
    np.testing.assert_array_equal(updates, range(2000, 20_001, 2000))
    zero = {0.1: np.full((3, 10), 4.0), 0.05: np.full((2, 10), 2.0)}
    [ax] = lesson_06.seeds(updates, zero).axes
    assert texts(ax) == ["rate 0.1", "rate 0.05"]
    assert [line[0, 1] for line in lines(ax)] == [4, 4, 4, 2, 2]
    [ax] = lesson_06.two_readings(updates, [8.0] * 10, [2.1] * 10, [2.0] * 10).axes
    assert texts(ax) == ["read from zeros", "read on", "training loss"]
    assert [line[0, 1] for line in lines(ax)] == [8, 2.1, 2.0]
    heights = sorted(text.get_position()[1] for text in ax.texts)
    assert np.diff(heights).min() >= 0.89


def test_what_was_measured_has_all_its_runs():
    for optimizer, rates, count, updates in (
        ("adagrad", (0.1, 0.05), 10, 100_000),
        ("adagrad", (0.01, 0.02, 0.05, 0.1, 0.2), 3, 20_000),
        ("sgd", (0.001, 0.002, 0.003, 0.005, 0.01, 0.03, 0.1), 3, 20_000),
        ("adam", (0.0003, 0.001, 0.003, 0.01, 0.03), 3, 20_000),
    ):
        for rate in rates:
            runs = lesson_06.trainings(optimizer, rate, updates)
            assert [run["seed"] for run in runs] == list(range(count))
    whole = [run for run in measured("learning_rates")["runs"] if run["updates"] == 100_000]
    assert {len(run["zero"]) for run in whole} == {50}


def test_trainings_with_an_array_slowed_are_found_by_their_settings():
    rates = ((0.1,), (0.05,), (0.02,), (0.01,))
    arrays = ((0.1, "Why"), (0.1, "Whh"))
    for way in (*rates, *arrays, (0.1, "", 10), (0.1, "", 100), (0.05, "", 0, 1e9)):
        worst, saturated, end = lesson_06.slowed(*way)
        assert worst.shape == saturated.shape == end.shape == (8,)
        assert (worst >= 4.09).all()
        assert (end < 2.5).all()
    assert measured("slowed")["runs"][0] == {
        "rate": 0.1, "slowed": "", "warmup": 0, "clip": 5, "seed": 0,
        **dict(zip(("worst", "saturated", "end"), lesson_06.slowed(0.1)[:, 0], strict=True)),
    }  # fmt: skip


def test_what_the_lesson_says_of_the_seven_ways_holds():
    ways = [(0.1,), (0.05,), (0.01,), (0.1, "Why"), (0.1, "Whh"), (0.1, "", 10), (0.1, "", 100)]
    ends = np.array([lesson_06.slowed(*way) for way in ways])  # (7,3,8)
    worst, saturated, end = np.moveaxis(ends, 1, 0)
    assert (end[3] > end[0]).all()  # Why slowed: worse than nothing slowed, and saturated too
    assert (saturated[[0, 3]] > 0.6).all()
    assert (saturated[[2, 4]] < 0.01).all()
    assert (worst[2:5] < 4.3).all()
    assert (worst[[0, 1, 5, 6]] > 5).all()
    assert end.mean(axis=1).argmin() == 4
    assert np.ptp(end[4]) < 0.02 < 0.1 < np.ptp(end[6]) < 0.5 < np.ptp(end[5])
    assert 0 < end[6].mean() - end[4].mean() < 0.03
    assert saturated[6].mean() > 0.4


def test_the_first_updates_with_an_array_slowed(tales):
    vocab = Vocabulary(tales)
    ids, V = vocab.encode(tales), len(vocab)
    found = lesson_06.leaps(ids, V, ("Whh",), seeds=2, updates=6)
    assert found.shape == (5, 2)
    model = RNN(V, 100, rng=1)
    rates = model.params.like(np.full_like(model.params.flat, 0.1))
    rates["Whh"] = rates["Whh"] / 10
    losses = lesson_06.training(model, ids, 25, rates.flat, 6)
    np.testing.assert_allclose(found[0, 1], max(losses) / 25, rtol=1e-3)
    again = RNN(V, 100, rng=1)
    lesson_06.training(again, ids, 25, rates.flat, 4)
    state = again.forward(ids[:100, None])[1]  # not quite that of the training, but near
    logits, _, cache = again.forward(ids[100:125, None], state)
    likeliest = softmax(logits).max(axis=-1).mean()
    assert found[1, 1] == np.mean(np.abs(cache.hs[1:]) > 0.99) == 0
    assert found[2, 1] == pytest.approx(likeliest, abs=0.02)
    assert 0 <= found[3, 1] <= 6 >= found[4, 1] >= 0


def test_shuffling_is_all_that_differs():
    ids = np.tile(np.arange(5), 60)
    (saturated, loss), (_, mixed) = lesson_06.shuffled(ids, 5, seeds=2)
    for seed in range(2):
        trainer = Trainer(RNN(5, 100, rng=seed), ids, learning_rate=0.1)
        trainer.run(5, progress=False)
        assert loss[seed] == pytest.approx(trainer.losses[4], rel=1e-6)
    assert (saturated >= 0).all()
    assert (saturated <= 1).all()
    assert (mixed != loss).all()


def test_a_spectral_radius():
    turn = np.array([[0.0, -3], [3, 0]])  # eigenvalues 3i and -3i
    assert lesson_06.spectral_radius(turn) == pytest.approx(3)


def test_a_loop_is_as_far_from_a_trainer_as_its_losses_are(tales):
    vocab = Vocabulary(tales)

    def off_by_a_tenth(*arguments, **options):
        return [loss + 2.5 for loss in lesson_06.training(*arguments, **options)]

    for loop, off in ((lesson_06.training, 0), (off_by_a_tenth, 0.1)):
        found = lesson_06.off_from_trainer(loop, vocab.encode(tales), len(vocab), updates=3)
        assert found == pytest.approx(off, abs=1e-9)


def test_gradients_are_those_of_the_windows_with_the_state_handed_on():
    ids = Vocabulary("abracadabra").encode("abracadabra")
    model = RNN(5, 3, dtype=np.float64, init_scale=0.5)
    first, second, third = lesson_06.gradients(model, ids, T=3)  # 10 letters: one is left over
    _, state, _ = model.forward(ids[:3, None])
    logits, _, cache = model.forward(ids[3:6, None], state)
    grads, _ = model.backward(cross_entropy(logits, ids[4:7, None])[1], cache)
    np.testing.assert_array_equal(second, grads.flat)
    assert not np.allclose(first, third)


def test_an_angle():
    assert lesson_06.angle([1, 0], [1, 1]) == pytest.approx(45)
    assert lesson_06.angle([2, 0], [-1, 0]) == pytest.approx(180)
    assert lesson_06.angle(np.ones(3), 5 * np.ones(3)) == pytest.approx(0, abs=1e-5)


def test_the_next_gradient_is_what_the_next_update_takes():
    ids = np.random.default_rng(0).integers(0, 5, 40)
    trainer = Trainer(RNN(5, 4), ids, seq_length=6, optimizer="sgd", learning_rate=0.5, clip=100)
    trainer.run(3, progress=False)
    before, g = trainer.model.params.flat.copy(), lesson_06.next_gradient(trainer)
    assert trainer.position == 18
    np.testing.assert_array_equal(before, trainer.model.params.flat)
    trainer.run(1, progress=False)
    np.testing.assert_allclose(trainer.model.params.flat, before - 0.5 * g, rtol=1e-5)


def test_arrows_say_how_far_they_are_turned():
    fans = {"a window's": {"cut": 1.2, "divided": 44.4}, "the text's": {"a window's": 83.1}}
    [ax] = lesson_06.turns(fans).axes
    words = [text for text in texts(ax) if text]
    arrows = ["1\u00b0, cut", "44\u00b0, divided", "the text's", "83\u00b0, a window's"]
    assert words == ["a window's", *arrows]
    [ax] = lesson_06.angles_to_text([1, 16], [86.3, 74.0], "streams").axes
    assert texts(ax) == ["86\u00b0", "74\u00b0"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["1", "16"]


def test_two_cuts_have_an_arrow_each():
    [ax] = lesson_06.two_cuts([8, 2], [5, 2], [4.85, 1.21], 5).axes
    assert [text.xy for text in ax.texts if hasattr(text, "xy")] == [(8, 2), (5, 2), (4.85, 1.21)]


def test_ways_have_a_bar_each():
    [ax] = lesson_06.ways_of({"SGD": (25.0, 0.0), "cut": (1.0, 22.4), "Adam": (1.0, 0.1)}, 25).axes
    assert [bar.get_width() for bar in ax.patches] == [1.0, 1.0, 25.0]
    turned = ["\u00d7 1, turned by 0\u00b0", "\u00d7 1, turned by 22\u00b0"]
    assert texts(ax) == [*turned, "\u00d7 25, turned by 0\u00b0"]
    adam, cut, sgd = [bar.get_facecolor() for bar in ax.patches]
    assert cut == sgd != adam


def test_the_five_windows_are_as_long_as_their_arrays():
    params = RNN(60, 100).params
    [ax] = lesson_06.five_windows(params).axes
    assert [piece.get_width() for piece in ax.patches] == [6000, 10_000, 6000, 100, 60]
    assert ax.patches[-1].get_x() == params.flat.size - 60
    assert "flat[22159]" in texts(ax)


def test_the_pointer_marks_what_is_never_a_target():
    [ax] = lesson_06.pointer((11, 12), 5, lambda N, T: [0] if N == 11 else [0, 5]).axes
    marks = [text.get_position() for text in ax.texts if text.get_text() == "\u2717"]
    assert [(x, round(y)) for x, y in marks] == [(i + 0.5, 1) for i in range(6, 11)] + [(11.5, 0)]


def test_optimizers_are_named_where_their_lines_begin():
    curves = {
        "SGD": {0.001: [2.4, 2.5], 0.01: [2.2, 2.3], 0.1: [90.0, np.inf]},
        "Adam": {0.001: [2.1, 2.2], 0.01: [2.5, 2.6]},
        "Adagrad": {0.01: [2.3, 2.3]},
    }
    [ax] = lesson_06.by_rate(curves).axes
    assert texts(ax) == ["SGD", "Adam", "Adagrad"]
    assert [text.get_position()[0] for text in ax.texts] == [0.001, 0.001, 0.01]
    assert [line.get_marker() for line in ax.lines].count("^") == 2  # above the frame
