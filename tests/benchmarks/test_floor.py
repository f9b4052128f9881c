import numpy as np
import pytest
from floor import floor_update
from numpy.testing import assert_allclose

from rnnlib import RNN, Trainer


@pytest.mark.parametrize("B", [1, 3])
@pytest.mark.parametrize(("dtype", "bound"), [("float64", 1e-9), ("float32", 1e-3)])
def test_the_floor_computes_what_the_trainer_does(B, dtype, bound):
    """Beyond the end of the text, too: four windows of 7 fit exactly into each stream."""
    ids = np.random.default_rng(0).integers(5, size=4 * 7 * B + 1)
    floor, ours = (RNN(5, 6, dtype=dtype, init_scale=0.3) for _ in range(2))
    trainer = Trainer(ours, ids, seq_length=7, batch_size=B, learning_rate=0.1)
    update = floor_update(floor, ids, 7, B, 0.1)
    losses = [update() for _ in range(10)]
    trainer.run(10, progress=False)
    assert_allclose(losses, 7 * np.array(trainer.losses), rtol=bound)
    assert_allclose(floor.params.flat, ours.params.flat, atol=bound)
    assert not np.allclose(floor.params.flat, RNN(5, 6, init_scale=0.3).params.flat, atol=0.1)
