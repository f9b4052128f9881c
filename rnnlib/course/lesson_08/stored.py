"""What others have published of min-char-rnn, and what data/train_published.py has measured."""

import numpy as np

from ..measured import measured

# update, the running average printed there in nats per window, who: the settings are the original's
PUBLISHED = (
    (9_900, 56.042335, "NumPy"),  # github.com/ShigekiKarita/numir-char-rnn
    (92_400, 48.542305, "NumPy"),  # github.com/weixsong/min-char-rnn; which text, it does not say
    (999_900, 43.986925, "a port to D"),  # github.com/ShigekiKarita/numir-char-rnn
)


def printed():
    """What our trainings print: updates (K,), and a line for each seed, some shorter than K."""
    facts = measured("published")
    lines = [np.array(run["printed"]) for run in facts["runs"]]
    return facts["every"] * np.arange(max(map(len, lines))), lines


def ours_at(update):
    """What those of our trainings print that come to this update: (seeds,)."""
    updates, lines = printed()
    n = updates.tolist().index(update)
    return np.array([line[n] for line in lines if n < len(line)])
