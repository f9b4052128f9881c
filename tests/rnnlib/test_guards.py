from decimal import Decimal

import numpy as np
import pytest

from rnnlib.guards import as_ids, check_share, check_size


@pytest.mark.parametrize("i", [0, 2])
def test_one_id_stays_a_plain_number(i):
    """Sampling reads one letter at a time, and an array of one is slow to look up."""
    assert as_ids(i, 3) == i
    assert type(as_ids(i, 3)) is int


def test_numpy_numbers_are_whole_numbers_too():
    check_size("size", np.int64(3))
    assert as_ids(np.uint8(2), 3) == 2
    for wrong in (1.0, "1", None, [1]):
        with pytest.raises(ValueError, match=r"^size is .* a whole number of at least 1"):
            check_size("size", wrong)


def test_a_share_is_a_number_from_0_to_1():
    for right in (0, 1, 0.5, np.float32(0.1), Decimal("0.5")):
        assert check_share("top_p", right) == right
        assert type(check_share("top_p", right)) is float
    for wrong in (-1e-9, 1.001, "0.5", None, [0.1, 0.2], np.array([0.1, 0.2])):
        with pytest.raises(ValueError, match=r"^top_p is .*: it must be a number from 0 to 1$"):
            check_share("top_p", wrong)
