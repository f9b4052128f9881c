"""The race of lesson 06: optimizers go down a long valley, each with its own rate."""

import html
from pathlib import Path
from urllib.parse import quote

import numpy as np

from ...optim import OPTIMIZERS
from ...params import Parameters
from ..figures import BLUE, BROWN, GRAY, GREEN, INK, PALE
from ..panel import Buttons, Panel, Slider

CURVATURES = np.array([1.0, 50.0])  # along the valley, across it
START = np.array([-10.0, 1.0])  # likewise; the lowest point is (0, 0)
TURN = np.sqrt(0.5)
ALONG, SLANTED = "along the valley", "slanted"
# how the two weights lie: weights = AXES[…] @ place, and the transpose leads back
AXES = {ALONG: np.eye(2), SLANTED: np.array([[TURN, -TURN], [TURN, TURN]])}
NAMES = {"sgd": "SGD", "adagrad": "Adagrad", "adam": "Adam"}
RATES = {
    "sgd": (0.005, 0.01, 0.02, 0.03, 0.035, 0.037, 0.039, 0.04, 0.041, 0.05),
    "adagrad": (0.1, 0.2, 0.3, 0.5, 1, 2, 3),
    "adam": (0.03, 0.1, 0.2, 0.3, 0.5, 1, 2),
}
FIRST = {"sgd": 0.03, "adagrad": 1, "adam": 0.3}
STEPS = 60

# The map: what it shows of the valley, in pixels, and what it is made of. race.js fills it in, too.
LEFT, TOP, SCALE = -11.0, 2.4, 52
WIDTH, HEIGHT = 16 * SCALE, round(4.8 * SCALE)
LEVELS = (0.5, 5, 15, 30, 50, 75, 105)
COLORS = {"sgd": BROWN, "adagrad": BLUE, "adam": GREEN}
WIDTHS = (1.5, 7, 1.5)  # where two ways are one, both are seen
RUN = (
    '<polyline fill="none" stroke="{color}" stroke-width="{wide}" stroke-opacity="{clear}" '
    'points="{points}"/>'
    '<path stroke="{color}" stroke-width="5" stroke-linecap="round" d="{dots}"/>'
    '<circle cx="{x}" cy="{now}" r="7" fill="{color}" stroke="white" stroke-width="1.5"/>'
)
NAME = (  # above or below where it is
    '<text x="{beside}" y="{y}" fill="{color}" stroke="white" stroke-width="5" '
    'paint-order="stroke" text-anchor="middle" dominant-baseline="middle" font-weight="bold">'
    "{words}</text>"
)
OFFSETS, MARGIN = (-24, 26, 50), 20  # of the names: from where they are, from the edges
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {{look}} '
    'font-family="sans-serif" font-size="17">{ground}{axes}{runs}{names}</svg>'
)
LOOK = "width:100%; min-width:480px; border:0; display:block"


def descend(optimizer, learning_rate, axes=ALONG, steps=STEPS):
    """Where an optimizer of rnnlib is after each step, (steps + 1, 2): along the valley and across.

    optimizer: "sgd", "adagrad" or "adam". axes: how the two weights that it changes lie, "along
    the valley" or "slanted", by 45 degrees.
    """
    turn, curvatures = AXES[axes], CURVATURES
    params = Parameters({"w": (2,)}, np.float64)
    params["w"] = turn @ START
    runner, grads, places = OPTIMIZERS[optimizer](params, learning_rate), params.like(), [START]
    for _ in range(steps):
        grads["w"] = turn @ (curvatures * (turn.T @ params["w"]))
        runner.update(grads)
        places.append(turn.T @ params["w"])
    return np.array(places)


def height(places):
    """The loss at places (..., 2) in the valley."""
    return (CURVATURES * np.asarray(places) ** 2).sum(axis=-1) / 2


def race(whole=False):
    """A panel in which SGD and Adagrad go down a long valley, step by step.

    Each has its own learning rate. Across, the valley is 50 times as steep as along it. It shows
    what `descend` gives, and the `height` there as the loss; race.js computes the same in the
    browser. whole: with Adam, and with weights that may lie slanted.
    """
    racers = [*NAMES] if whole else [*NAMES][:2]

    def page(*values):
        rates, steps = values[: len(racers)], values[-1]
        axes = values[-2] if whole else ALONG
        runs = {
            name: descend(name, rate, axes, steps) for name, rate in zip(racers, rates, strict=True)
        }
        losses = [f"{NAMES[name]} {_told(height(run[-1]))}" for name, run in runs.items()]
        note = f"the loss after {steps} step{'s' * (steps != 1)}: {', '.join(losses)}"
        svg = SVG.format(
            look=f'width="{WIDTH}" height="{HEIGHT}"', ground=_ground(), axes=_compass(axes),
            **_drawn(runs),
        )  # fmt: skip
        data = f"data:image/svg+xml,{quote(svg)}"
        return note, f'<img style="{LOOK}" alt="{html.escape(_alt(note))}" src="{data}">'

    controls = [
        *(Slider(f"learning rate, {NAMES[name]}", RATES[name], FIRST[name]) for name in racers),
        *([Buttons("the weights lie", (ALONG, SLANTED))] if whole else []),
        Slider("steps", range(STEPS + 1), STEPS, plays=120),
    ]
    return Panel(
        controls, page, label="the valley from above", height=None,
        formula=Path(__file__).with_suffix(".js"),
        given={
            "rates": list(RATES.values()), "names": [NAMES[name] for name in racers],
            "colors": list(COLORS.values()), "widths": WIDTHS,
            "axes": [axes.tolist() for axes in AXES.values()], "compass": [*map(_compass, AXES)],
            "start": START.tolist(), "curvatures": CURVATURES.tolist(), "alt": _alt("{note}"),
            "map": [LEFT, TOP, SCALE, WIDTH, HEIGHT], "ground": _ground(), "svg": SVG, "run": RUN,
            "name": NAME, "offsets": OFFSETS, "margin": MARGIN, "look": LOOK,
        },
    )  # fmt: skip


def _alt(note):
    return f"A long valley from above, and the ways of optimizers down it: {note}."


def _told(loss):
    """A loss as it is read: with two digits or so."""
    if not 0.001 <= loss < 1000:
        return "<0.001" if loss < 1 else ">1000"
    return f"{loss:.{3 if loss < 0.1 else 2 if loss < 10 else 0}f}"


def _pixels(places):
    """Places (..., 2) on the map."""
    return (np.asarray(places) - (LEFT, TOP)) * (SCALE, -SCALE)


def _drawn(runs):
    """The ways to where each optimizer is now, and their names."""
    drawn = {"runs": "", "names": ""}
    for (name, run), offset, wide in zip(runs.items(), OFFSETS, WIDTHS, strict=False):
        off = np.abs(run).max(axis=1) > 1000  # that far away no line can be drawn
        points = _pixels(run[: off.argmax() + 1] if off.any() else run)
        x, y = points[-1]
        inside = 0 <= x <= WIDTH and 0 <= y <= HEIGHT
        told = {
            "color": COLORS[name], "wide": wide, "clear": 0.4 if wide > 2 else 1,
            "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
            "dots": "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points), "x": f"{x:.1f}",
            "now": f"{y:.1f}", "y": f"{min(max(y + offset, MARGIN), HEIGHT - MARGIN):.1f}",
            "beside": f"{min(max(x, 90), WIDTH - 90):.1f}",
            "words": NAMES[name] + ("" if inside else ", off the map"),
        }  # fmt: skip
        drawn["runs"] += RUN.format(**told)
        drawn["names"] += NAME.format(**told)
    return drawn


def _ground():
    """The lines of equal loss, and the lowest point."""
    x, y = _pixels((0, 0))
    drawn = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PALE}"/>'
    for level in LEVELS[::-1]:
        rx, ry = SCALE * np.sqrt(2 * level / CURVATURES)
        drawn += (
            f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="white" '
            f'fill-opacity="0.3" stroke="{GRAY}"/>'
        )
    return f'{drawn}<path stroke="{INK}" stroke-width="2" d="M{x - 6:.0f} {y:.0f}h12m-6 -6v12"/>'


def _compass(axes):
    """Two arrows: which way each of the weights grows."""
    drawn = ""
    x, y = WIDTH - 150, HEIGHT - 45
    for k, (along, across) in enumerate(AXES[axes]):
        dx, dy = 44 * along, -44 * across
        tip = f"M{x} {y}l{dx:.1f} {dy:.1f}"
        for side in (-1, 1):  # of its head
            back = -0.2 * dx - side * 0.14 * dy, -0.2 * dy + side * 0.14 * dx
            tip += f"M{x + dx:.1f} {y + dy:.1f}l{back[0]:.1f} {back[1]:.1f}"
        drawn += f'<path stroke="{INK}" stroke-width="2" d="{tip}"/>'
        drawn += (
            f'<text x="{x + dx + 10:.1f}" y="{y + dy + 6:.1f}" font-size="16">weight {k}</text>'
        )
    return drawn
