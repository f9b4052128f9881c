"""The charts of 03b, The line to beat: what tables and networks lose, and what words they make."""

from ..figures import BLUE, BROWN, GREEN, INK, figure


def two_texts(held_out, counted):
    """The losses of tables by their order, on a new text and on the one counted: a figure."""
    fig, ax = figure(8, 4)
    for losses, color, name in ((held_out, BLUE, "held out"), (counted, BROWN, "counted")):
        ax.plot(losses, "o-", color=color, linewidth=3, markersize=9)
        end = (len(losses) - 1, losses[-1])
        ax.annotate(name, end, (12, -5), textcoords="offset points", color=color, size=16)
    ax.set(xlabel="order: letters it looks back", ylabel="nats per letter", ylim=(0, 3.5))
    ax.set(xlim=(-0.2, len(held_out) + 0.1), xticks=range(len(held_out)))
    return fig


def by_order(tables, networks, top=2.2):
    """The losses of tables by their order, and of networks as level lines: a figure.

    tables: name -> the losses of order 0, 1, 2, …. networks: name -> loss. top: of the axis; the
    lowest orders lie above it.
    """
    over = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # of a dashed line
    fig, ax = figure(9, 5.4)
    for name, loss in networks.items():
        ax.axhline(loss, color=INK, linewidth=2, linestyle="--")
        ax.annotate(name, (0, loss), (0, 5), textcoords="offset points", color=INK, size=16)
    for (name, losses), color in zip(tables.items(), (BLUE, GREEN, BROWN), strict=False):
        ax.plot(losses, "o-", color=color, linewidth=3, markersize=9)
        nearest = min(networks.values(), key=lambda loss, end=losses[-1]: abs(loss - end))
        side = "bottom" if losses[-1] > nearest else "top"  # away from its line
        ax.annotate(
            name, (len(losses) - 1, losses[-1]), (10, 3 if side == "bottom" else -3),
            textcoords="offset points", color=color, size=16, va=side, bbox=over,
        )  # fmt: skip
    ax.set(xlabel="order of the table", ylabel="nats per letter, held out", ylim=(1.3, top))
    orders = max(map(len, tables.values()))
    ax.set(xlim=(-0.2, orders + 0.8), xticks=range(orders))
    return fig


def word_bars(shares):
    """Which share of each writer's words is known, as bars, the first on top: a figure.

    shares: name -> share, from 0 to 1.
    """
    fig, ax = figure(8, 3.2)
    names = list(shares)[::-1]
    bars = ax.barh(names, [100 * shares[name] for name in names], color=BLUE)
    ax.bar_label(bars, fmt="%.0f %%", padding=5, fontsize=15)
    ax.set(xlabel="words of four letters or more that were counted, %", xlim=(0, 112))
    return fig
