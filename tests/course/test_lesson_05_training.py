import measure_bugs
import numpy as np
import pytest
from matplotlib.colors import to_hex

from rnnlib.course.lesson_05 import BUGS, TRAINED, above, what_bugs_do
from rnnlib.course.lesson_05.training import losses_of, told
from rnnlib.course.measured import measured

KINDS = ("rnn", "lstm")


@pytest.mark.parametrize("kind", KINDS)
def test_every_bug_was_trained_as_the_script_says(kind):
    facts = measured(f"bugs_{kind}")
    network, bugs, moments = measure_bugs.RUNS[f"bugs_{kind}"]
    assert network == kind
    assert tuple(facts["moments"]) == moments
    assert facts["settings"] == measure_bugs.SETTINGS
    assert facts["every"] == measure_bugs.EVERY
    for bug in bugs:
        runs = [run for run in facts["runs"] if run["bug"] == bug]
        assert [run["seed"] for run in runs] == list(measure_bugs.SEEDS)
        for run in runs:
            done = len(run["training"]) * facts["every"]
            assert len(run["held_out"]) == sum(moment <= done for moment in moments)
            assert bug != "right" or len(run["training"]) == 40
    assert len(facts["runs"]) == len(bugs) * len(measure_bugs.SEEDS)


@pytest.mark.parametrize("key", BUGS)
def test_the_networks_above_every_right_one_are_counted(key):
    right = max(row[-1] for row in losses_of("right", BUGS[key].kind))
    rows = losses_of(key)
    assert above(key) == sum(len(row) < 5 or row[-1] > right for row in rows)


def test_who_clips_in_training_has_nothing_of_clipping_in_the_backward_pass():
    rnn = {key for key, bug in BUGS.items() if bug.kind == "rnn"}
    assert rnn - set(TRAINED) == {"clipped"}
    assert losses_of("clipped") == losses_of("right", "rnn")
    assert told("clipped").startswith("In training it makes no difference")


@pytest.mark.parametrize("key", [key for key in BUGS if key != "clipped"])
def test_a_sentence_says_how_far_a_bug_gets(key):
    rows, right = losses_of(key), losses_of("right", BUGS[key].kind)
    broken = sum(len(row) < 5 for row in rows)
    if broken:
        assert told(key).startswith(f"In training {broken} of 4 networks broke")
        return
    ours, theirs = ([row[-1] for row in some] for some in (rows, right))
    assert f" {above(key) or 'none'} of 4 networks had a higher loss than all right" in told(key)
    low, high = f"{min(ours):.2f}", f"{max(ours):.2f}"
    assert f": {low if low == high else f'{low} to {high}'} nats" in told(key)
    assert told(key).endswith(f"those {min(theirs):.2f} to {max(theirs):.2f}.")


def test_the_picture_has_a_dot_or_a_cross_for_each_training():
    [ax] = what_bugs_do().axes
    titles = [label.get_text() for label in ax.get_yticklabels()]
    keys = {BUGS[key].title: key for key in TRAINED}
    assert sorted(titles) == sorted(keys)
    for y, title in enumerate(titles):
        rows = losses_of(keys[title])
        drawn = [line for line in ax.lines if np.size(line.get_ydata()) and
                 np.array_equal(line.get_ydata(), np.full(len(line.get_ydata()), y))
                 and line.get_marker() in "ox"]  # fmt: skip
        dots = [x for line in drawn if line.get_marker() == "o" for x in line.get_xdata()]
        crosses = [x for line in drawn if line.get_marker() == "x" for x in line.get_xdata()]
        assert dots == [row[-1] for row in rows if len(row) == 5]
        assert len(crosses) == sum(len(row) < 5 for row in rows)
        assert all(to_hex(line.get_color()) == "#0072b2" for line in drawn[:1] if dots)
    assert ax.get_xlim()[0] < min(row[-1] for row in losses_of("right", "rnn"))
