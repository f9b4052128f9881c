"""How far back a prediction looks: what the notebook 04b opens with, letters and triangles."""

import html
import itertools

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from ..figures import GRAY, INK, PALE, POSITIVE, ZERO, tint, visible
from ..panel import Panel, Slider, thousands

LEAST = 1e-3  # what counts less is white: colors go by powers of ten, from here up to 1


def reach(network, ids):
    """How strongly each letter read reaches the likeliest logit at the end: (N,), at most 1.

    network: a plain RNN. ids: (N,); it begins with a state of zeros. The strength of a letter is
    the length of that logit's gradient with respect to what went into tanh there; the largest is 1.
    """
    logits, _, (_, hs) = network.forward(ids[:, None])
    dh, lengths = network.params["Why"][logits[-1, 0].argmax()], []
    for h in hs[:0:-1, 0].astype(float):
        da = dh * (1 - h**2)
        lengths.append(np.linalg.norm(da))
        dh = network.params["Whh"].T @ da
    return np.array(lengths[::-1]) / max(lengths)


def looking_back(networks, vocab, text):
    """A panel: networks read a text, and each letter is as deep as it counts for the next one.

    networks: {number of updates: plain RNN}, at least two. text: what they read, letter by letter.
    """
    ids, seen = vocab.encode(text), text.replace("\n", visible("\n"))
    likeliest = {n: model.forward(ids[:, None])[0][:, 0].argmax(1) for n, model in networks.items()}
    scale = (
        f'<div style="font-size:15px; margin-bottom:10px">how much a letter counts: {LEAST:g} and '
        'less <span style="display:inline-block; width:160px; height:1em; vertical-align:middle; '
        f'border:1px solid {GRAY}; background:linear-gradient(90deg, {ZERO}, {POSITIVE})"></span> '
        "1</div>"
    )
    longest = max(networks)
    left = reach(networks[longest], ids)[0] ** (1 / (len(ids) - 1))
    answer = (
        f'<div style="font-size:15px; margin-bottom:10px">after {thousands(longest)} updates each '
        f"step back leaves {left:.2f} of it, on average over all {len(ids)} letters</div>"
    )

    def page(n):
        lines, counts = "", []
        for updates, model in networks.items():
            strengths = reach(model, ids[:n])
            counts.append(str((strengths > 0.01).sum()))
            next_ = html.escape(visible(vocab.chars[likeliest[updates][n - 1]]))
            lines += (
                f'<span style="text-align:right">{thousands(updates)} updates</span>'
                '<span style="font:17px/1.6 monospace; white-space:pre-wrap; overflow-wrap:anywhere'
                f'">{tinted(seen[:n], strengths)}<b style="margin-left:4px; padding:0 3px; '
                f'outline:2px solid {INK}">{next_}</b>'
                f'<span style="visibility:hidden">{html.escape(seen[n:])}</span></span>'
            )
        told = f"{', '.join(counts[:-1])} and {counts[-1]}"
        note = f"{n} letters read; {told} of them count a hundredth or more"
        grid = "display:grid; grid-template-columns:max-content 1fr; gap:8px 14px; font-size:15px"
        return note, f'{scale}{answer}<div style="{grid}; align-items:baseline">{lines}</div>'

    slider = Slider("letters read", range(1, len(text) + 1), len(text), plays=250)
    return Panel([slider], page, label="what each prediction looks at", height=None)


def tinted(text, strengths):
    """The letters of a text, each as deep as it is strong: HTML."""
    depths = 1 - np.log10(np.maximum(strengths, LEAST)) / np.log10(LEAST)
    parts = []
    colored = zip(text, map(tint, depths), strict=True)
    for color, letters in itertools.groupby(colored, lambda pair: pair[1]):
        told = html.escape("".join(letter for letter, _ in letters))
        parts.append(f'<span style="background:{color}">{told}</span>')
    return "".join(parts)


def triangles(text, names, strengths):
    """How strongly each letter read reaches each prediction, a triangle for each network: a figure.

    text: N letters. names: of the networks, two in a row. strengths: (C,N,N), a row for each
    prediction, a column for each letter, at most 1. What has not been read yet is gray.
    """
    rows = len(names) // 2
    fig = Figure(figsize=(10, 0.8 + 4.9 * rows), dpi=100, layout="constrained", facecolor="white")
    colors = LinearSegmentedColormap.from_list("reach", [ZERO, POSITIVE]).with_extremes(bad=PALE)
    letters = [visible(char) for char in text]
    axes = fig.subplots(rows, 2, sharex=True, sharey=True, squeeze=False)
    for ax, name, values in zip(axes.flat, names, strengths, strict=True):
        seen = np.log10(np.maximum(values, LEAST))
        seen[np.triu_indices(len(text), 1)] = np.nan  # not read yet
        drawn = ax.imshow(seen, cmap=colors, vmin=np.log10(LEAST), vmax=0)
        ax.set_title(name, fontsize=16)
        ax.set_xticks(range(len(text)), letters)
        ax.set_yticks(range(len(text)), letters)
        ax.tick_params(length=0, labelsize=13 if len(text) < 25 else 10)
        ax.spines[:].set_visible(False)
    for ax in axes[-1]:
        ax.set_xlabel("letter read", fontsize=14)
    for ax in axes[:, 0]:
        ax.set_ylabel("prediction after", fontsize=14)
    bar = fig.colorbar(drawn, ax=fig.axes, location="bottom", shrink=0.5, aspect=40)
    bar.set_ticks([-3, -2, -1, 0], labels=["0.001 and less", "0.01", "0.1", "1"], fontsize=13)
    return fig
