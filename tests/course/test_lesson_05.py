"""The U-curve of lesson 05, its pictures, and the places of notebook 05b."""

import functools
import html
import re
from urllib.parse import unquote

import numpy as np
import pytest

from rnnlib import LSTM, RNN, check_gradients, cross_entropy
from rnnlib.course import figures, lesson_05
from rnnlib.course.lesson_05.suspects import SUSPECTS, learning
from rnnlib.course.lesson_05.u_curve import EPSILONS, around, short
from rnnlib.gradcheck import ATOL, RTOL, compare_gradients, numerical_gradient


@pytest.fixture(scope="module")
def nudged():
    return lesson_05.Nudged(RNN)


@pytest.mark.parametrize("kind", [RNN, LSTM])
def test_the_curves_have_the_shape_of_a_u_and_only_one_reaches_below_the_limit(kind):
    errors = lesson_05.Nudged(kind).errors
    central, one_sided = errors["central", "float64"], errors["one-sided", "float64"]
    at = dict(zip(map(short, EPSILONS), range(len(EPSILONS)), strict=True))
    assert central[at["1e-5"]] < RTOL / 10
    assert central[at["1e-12"]] > 1000 * central[at["1e-5"]]
    # from the right: epsilon squared, and epsilon
    for steps in (("0.1", "0.01"), ("0.01", "1e-3")):
        large, small = (at[step] for step in steps)
        assert 50 < central[large] / central[small] < 200
        assert 5 < one_sided[large] / one_sided[small] < 20
    for way in (("one-sided", "float64"), ("central", "float32"), ("one-sided", "float32")):
        assert errors[way].min() > RTOL


def test_the_errors_are_those_of_the_check():
    """At one epsilon, once more with the functions of rnnlib."""
    rng = np.random.default_rng(3)
    model = RNN(6, 5, rng=rng, dtype=np.float64, init_scale=0.3)
    inputs, targets = rng.integers(6, size=(2, 10, 1))
    state = rng.uniform(-0.5, 0.5, (1, 5))
    report = check_gradients(model, inputs, targets, state, epsilon=1e-3)
    worst = max(check.worst for name, check in report.items() if name != "state")
    found = lesson_05.Nudged(RNN, rng=3).errors["central", "float64"]
    assert found[EPSILONS.index(1e-3)] == pytest.approx(worst, rel=1e-6)


def test_the_losses_are_those_of_the_weight_with_the_largest_gradient(nudged):
    below, above = nudged.losses["float64"][EPSILONS.index(1e-3)]
    rng = np.random.default_rng(0)
    model = RNN(6, 5, rng=rng, dtype=np.float64, init_scale=0.3)
    inputs, targets = rng.integers(6, size=(2, 10, 1))
    logits, _, cache = model.forward(inputs, rng.uniform(-0.5, 0.5, (1, 5)))
    gradient = model.backward(cross_entropy(logits, targets)[1], cache)[0].flat
    assert (above - below) / 2e-3 == pytest.approx(gradient[np.abs(gradient).argmax()], rel=1e-3)


def test_every_number_is_nudged_down_and_up_and_put_back():
    vector = np.array([1.0, 2.0])
    np.testing.assert_allclose(
        around(lambda: vector @ [1, 10], vector, 0.5), [[20.5, 21.5], [16, 26]]
    )
    np.testing.assert_array_equal(vector, [1, 2])


def test_the_panel_says_what_was_found_and_which_digits_differ(nudged):
    panel = lesson_05.u_curve(nudged)
    [control] = panel.setup["controls"]
    assert (control["name"], control["shown"]) == ("epsilon", [*map(short, EPSILONS)])
    assert control["start"] == len(EPSILONS) - 1
    for i, epsilon in enumerate(EPSILONS):
        page = panel.page_at([i])
        off = short(nudged.errors["central", "float64"][i])
        assert page["note"] == (
            f"epsilon {short(epsilon)}: central differences in float64 are off by {off}"
        )
        words = html.unescape(re.search('alt="([^"]*)"', page["body"])[1])
        for (differences, dtype), errors in nudged.errors.items():
            assert f"{differences} in {dtype} {short(errors[i])}" in words
        table = page["body"][page["body"].index("<table") :]
        shown = re.findall(r"<span[^>]*>([^<]*)</span><b>([^<]*)</b>", table)
        for (up, down), dtype in zip((shown[:2], shown[2:]), ("float64", "float32"), strict=True):
            below, above = nudged.losses[dtype][i]
            digits = 15 if dtype == "float64" else 7
            assert ("".join(up), "".join(down)) == (f"{above:.{digits}f}", f"{below:.{digits}f}")
            assert up[0] == down[0]  # gray: the same
            assert up[1][:1] != down[1][:1] or up[1] == down[1] == ""
            differ = sum(char.isdigit() for char in down[1])
            count = "1 differs" if differ == 1 else f"{differ} differ"
            assert f">{count}<" in table
    assert ">0 differ<" in panel.page_at([0])["body"]  # in float32


def test_the_panel_draws_each_curve_where_it_is_as_far_as_epsilon(nudged):
    page = lesson_05.u_curve(nudged).page_at([7])
    drawn = unquote(re.search(r'src="data:image/svg\+xml,([^"]+)"', page["body"])[1])
    for color, dtype in (("#0072b2", "float64"), ("#a04a00", "float32")):
        paths = re.findall(rf'<path d="([^"]*)"[^>]*stroke: {color}; stroke-width: 3', drawn)
        assert len(paths) == 2
        for path, way in zip(paths, ("central", "one-sided"), strict=True):
            points = np.array(re.findall(r"([\d.]+) ([\d.]+)", path), dtype=float)
            logs = np.log10(nudged.errors[way, dtype][7:])
            line = np.polyfit(logs, points[:, 1], 1)
            assert line[0] < 0
            np.testing.assert_allclose(np.polyval(line, logs), points[:, 1], atol=0.05)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0.1, "0.1"), (0.01, "0.01"), (0.83, "0.8"), (1e-3, "1e-3"), (2.4e-8, "2e-8"),
     (1e-12, "1e-12"), (2, "2")],
)  # fmt: skip
def test_small_numbers_are_short(number, words):
    assert short(number) == words


def test_some_gradients_are_those_of_all(small):
    inputs, targets = np.random.default_rng(0).integers(5, size=(2, 6, 1))
    places = np.array([0, 3, 40, small.params.flat.size - 1])
    a, n = lesson_05.sampled_gradients(small, inputs, targets, places)

    def loss():
        return cross_entropy(small.forward(inputs)[0], targets)[0]

    np.testing.assert_array_equal(n, numerical_gradient(loss, small.params.flat)[places])
    np.testing.assert_allclose(a, n, atol=1e-8)


@pytest.fixture
def small():
    return RNN(5, 4, rng=0, dtype=np.float64, init_scale=0.3)


def test_one_suspect_is_right_and_one_is_wrong(small):
    passed = {}
    inputs, targets = np.random.default_rng(0).integers(5, size=(2, 6, 1))
    for name, kind in zip(SUSPECTS, lesson_05.suspects(), strict=True):
        model = kind(5, 4, rng=0, dtype=np.float64, init_scale=0.3)
        passed[name] = check_gradients(model, inputs, targets).passed
    assert passed == {"A": True, "B": False}
    for exercise, wrong in (("05.2", 6), ("05.3", 5)):
        somebodys = lesson_05.somebodys(exercise)(5, 4, rng=0, dtype=np.float64, init_scale=0.3)
        assert check_gradients(somebodys, inputs[:1], targets[:1]).passed
        report = check_gradients(somebodys, inputs[:2], targets[:2])
        assert sum(not check.passed for check in report.values()) == wrong


def test_the_curves_of_the_suspects_end_at_their_names():
    fig = lesson_05.two_curves(5000)
    [ax] = fig.axes
    for line, (name, color) in zip(
        ax.lines, (("A", figures.BLUE), ("B", figures.BROWN)), strict=True
    ):
        updates, losses = learning(name)
        np.testing.assert_array_equal(line.get_ydata(), losses[updates <= 5000])
        [label] = [text for text in ax.texts if text.get_text() == name]
        assert label.get_color() == line.get_color() == color
        assert label.get_position()[1] == losses[updates <= 5000][-1]


def test_over_seeds_there_is_a_line_for_each():
    [ax] = lesson_05.over_seeds().axes
    drawn = [line.get_ydata() for line in ax.lines]
    for name in "BA":
        updates, losses = lesson_05.held_out(name)
        assert len(losses) >= 4
        assert losses.shape[1] == len(updates)
    expected = [line for name in "AB" for line in lesson_05.held_out(name)[1]]
    np.testing.assert_array_equal(drawn, expected)


def test_what_passes_lies_below_the_bent_line():
    a, fits = np.array([1e-6, -1.0]), np.array([0.0, 2.0])  # 0 has no place on the axis
    right = np.append(a + 1e-9, fits), np.append(a, fits)
    wrong = np.append(a + 1e-3, fits), np.append(a, fits)  # what fits is no part of the bug
    [ax] = lesson_05.near_enough(right[::-1], wrong[::-1]).axes
    wrong, right, straight, bent = ax.lines
    np.testing.assert_allclose(right.get_ydata(), [1e-9, 1e-9, 1e-13], rtol=1e-6)
    np.testing.assert_allclose(right.get_xdata(), [1.001e-6, 1, 2])
    np.testing.assert_allclose(wrong.get_ydata(), 1e-3)
    np.testing.assert_allclose(wrong.get_xdata(), [1e-3 + 1e-6, 1])
    x, y = bent.get_data()
    np.testing.assert_allclose(y, ATOL + RTOL * x)
    np.testing.assert_allclose(straight.get_ydata(), RTOL * x)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("right, LSTM", (0.01, 0, 10)),
        ("Clipped too early", (0.3, 0.5, 10)),
        ("c taken for a tanh", (0.1, 0.5, 2)),
        ("A lost sign", (1.0, 0.5, 60)),
    ],
)
def test_at_a_place_each_pass_has_the_gradients_that_the_check_compares(name, place):
    scale, spread, letters = place
    model = lesson_05.small_network(lesson_05.PASSES[name], scale)
    inputs, targets = np.random.default_rng(0).integers(6, size=(2, letters, 1))
    shape = model.initial_state().shape
    state = np.random.default_rng(0).uniform(-spread, spread, shape)
    found = compare_gradients(model, inputs, targets, state).values()
    a, n = lesson_05.gradients_at(*place)[name]
    for mine, i in ((a, 0), (n, 1)):
        np.testing.assert_allclose(mine, np.concatenate([one[i].ravel() for one in found]))
    worst = max(error.max() for _, _, error in found)
    assert lesson_05.worst_at(*place)[name] == pytest.approx(worst)


@pytest.mark.parametrize(("at", "lies"), [([2, 0, 2], 3), ([5, 1, 2], 1), ([7, 1, 0], 4)])
def test_the_panel_of_places_marks_what_lies(at, lies):
    panel = places_panel()
    page = panel.page_at(at)
    scale, state, letters = (
        control.value(i) for control, i in zip(panel.controls, at, strict=True)
    )
    worst = lesson_05.worst_at(scale, 0.5 if state == "drawn" else 0.0, letters)
    lied = [n for n in worst if (worst[n] <= RTOL) != n.startswith("right")]
    assert len(lied) == lies
    words = html.unescape(re.search('alt="([^"]*)"', page["body"])[1])
    assert words == f"{page['note']}. Crosses: {', '.join(lied)}."
    drawn = unquote(re.search(r'src="data:image/svg\+xml,([^"]+)"', page["body"])[1])
    for name in worst:  # a label is brown where the check lies
        label = re.search(rf"<text style=\"([^\"]*)\"[^>]*>{re.escape(name)}</text>", drawn)[1]
        assert (figures.BROWN in label) == (name in lied)
    for color, names in ((figures.BLUE, worst.keys() - set(lied)), (figures.BROWN, lied)):
        marks = re.findall(rf"<use [^>]*fill: {color}", drawn)
        assert len(marks) == len(names)


@functools.cache
def places_panel():
    return lesson_05.where_to_check()


def test_errors_by_epsilon_end_at_their_names():
    epsilons, errors = (1e-3, 1e-4), {"first": [2e-3, 2e-5], "second": [1e-2, 1e-2]}
    [ax] = lesson_05.by_epsilon(epsilons, errors).axes
    _, *lines = ax.lines
    for line, text, (name, found), color in zip(
        lines, ax.texts, errors.items(), (figures.BLUE, figures.BROWN), strict=True
    ):
        np.testing.assert_array_equal(line.get_data(), (epsilons, found))
        assert (text.get_text(), text.get_position()[1]) == (name, found[0])
        assert line.get_color() == text.get_color() == color


def test_the_table_of_places_says_what_passes():
    table = lesson_05.table_of_places([(0.01, 0, 10), (0.3, 0.5, 10)])
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', table)
    assert [name for name, _ in rows] == [*lesson_05.PASSES]
    for place, k in (((0.01, 0, 10), 0), ((0.3, 0.5, 10), 1)):
        for name, cells in rows:
            cell = re.findall("<td.*?</td>", cells)[k]
            passes = lesson_05.worst_at(*place)[name] <= 1e-6
            assert (">passes<" in cell) == passes
            assert (figures.BROWN in cell) == (passes and not name.startswith("right"))
