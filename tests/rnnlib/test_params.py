import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnlib import Parameters

shapes = st.dictionaries(
    st.text("abcW", min_size=1, max_size=3),
    st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple),
    min_size=1,
    max_size=4,
)


@given(shapes)
def test_windows_lie_side_by_side_in_one_vector(shapes):
    params = Parameters(shapes)
    assert list(params) == list(shapes)
    assert {name: window.shape for name, window in params.items()} == shapes
    params.flat[:] = np.arange(params.flat.size)
    np.testing.assert_array_equal(
        np.concatenate([window.ravel() for window in params.values()]), params.flat
    )


@given(shapes)
def test_a_change_is_seen_from_both_sides(shapes):
    params = Parameters(shapes, np.float64)
    for name in params:
        params[name] += 1
    assert (params.flat == 1).all()
    params.flat *= 3
    assert all((window == 3).all() for window in params.values())


def test_assignment_copies_into_the_window():
    params = Parameters({"W": (2, 2)})
    window, values = params["W"], np.ones((2, 2))
    params["W"] = values
    assert params["W"] is window
    values[:] = 7
    assert (params.flat == 1).all()
    with pytest.raises(ValueError, match=r"W has shape \(2, 2\), not \(2,\)"):
        params["W"] = np.ones(2)
    with pytest.raises(KeyError):
        params["V"] = 1


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))]
)
def test_a_copy_is_whole_and_apart(duplicate):
    params = Parameters({"W": (2, 2), "b": (2,)}, np.float64, np.arange(6.0))
    twin = duplicate(params)
    assert {name: window.tolist() for name, window in twin.items()} == {
        "W": [[0, 1], [2, 3]],
        "b": [4, 5],
    }
    assert twin.flat.dtype == np.float64
    twin.flat[:] = 9
    assert (twin["W"] == 9).all()
    assert params.flat.tolist() == [0, 1, 2, 3, 4, 5]


def test_like_gives_zeros_or_looks_onto_a_given_vector():
    params = Parameters({"W": (2, 2)}, np.float64)
    assert (params.like()["W"] == 0).all()
    assert params.like().flat.dtype == np.float64
    vector = np.ones(4)
    assert params.like(vector).flat is vector
    with pytest.raises(ValueError, match=r"need \(4,\)"):
        params.like(np.ones(3))


def test_repr_tells_names_shapes_and_size():
    text = repr(Parameters({"W": (2, 2), "b": (2,)}))
    assert text == "Parameters(W (2, 2), b (2,); 6 numbers, float32)"


def test_more_numbers_than_any_memory_holds():
    with pytest.raises(MemoryError, match=r"^1\d+ numbers are more than any memory holds"):
        Parameters({"W": (10**11, 10**11)})
