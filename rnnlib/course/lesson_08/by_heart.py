"""The panel of lesson 08: a network learns 5 000 letters by heart."""

from ...corpora import load_text
from ..lesson_07 import copied, copies_marked
from ..measured import measured
from ..panel import Panel, Slider, drawing, thousands
from .pictures import two_curves
from .training import Watched


def stored_run():
    """The first run of data/measure_overfitting.py, and the text that it learned."""
    facts = measured("overfitting")
    run = facts["runs"][0]
    seen = Watched(facts["updates"], run["training"], run["held_out"], run["samples"])
    return seen, load_text(facts["corpus"])[: facts["letters"]]


def by_heart():
    """A panel: two losses while a network learns a short text, and what it writes on the way.

    What stands in the learned text word for word, in pieces of 15 letters or more, is colored.
    """
    seen, learned = stored_run()
    nothing = seen.held_out[0]
    alt = (
        "Two lines over the updates. On the learned text the loss falls to 0; on new text it falls "
        "until 800 updates, rises above the dashed line of a network that knows nothing, and goes "
        "on rising."
    )

    def page(updates):
        at = seen.updates.index(updates)
        written = seen.samples[at]
        share = copied(written, learned).mean()
        note = (
            f"after {thousands(updates)} updates: learned text {seen.training[at]:.2f}, new text "
            f"{seen.held_out[at]:.2f} nats per letter; {share:.0%} of what it writes is copied"
        )
        chart = drawing(two_curves(seen, nothing, at, height=3), alt)
        return note, chart + copies_marked({"it writes": written}, learned)

    return Panel(
        [Slider("updates", seen.updates, shown=thousands, plays=700)],
        page, label="two losses, and what the network writes", height=50,
    )  # fmt: skip
