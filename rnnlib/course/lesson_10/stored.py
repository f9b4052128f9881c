"""What data/measure_units.py has measured: what each unit is worth, and one of them turned."""

from ..measured import measured


def worths(network):
    """The runs in which one unit hands on its mean, a dictionary for each unit of a network."""
    return [
        run for run in measured("units")["runs"] if run["network"] == network and "line_ends" in run
    ]


def turns():
    """The runs in which the LSTM's unit of the line was held at several values, or left free."""
    return [run for run in measured("units")["runs"] if "ends_in_100" in run]
