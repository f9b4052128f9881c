"""What lesson 10, Reading the hidden state, shows and asks."""

from .browser import unit_browser
from .charts import found_by_search, turned, worth_of_units
from .exercises import EXERCISES
from .knob import knob_panel
from .neighbours import nearest, neighbours_panel, shared
from .stored import turns, worths
from .text import CHOOSE, CONFIRM, in_line, properties, tales
from .units import best, held, hold, middle, price, scores, shuffled, units, write

__all__ = [
    "CHOOSE",
    "CONFIRM",
    "EXERCISES",
    "best",
    "found_by_search",
    "held",
    "hold",
    "in_line",
    "knob_panel",
    "middle",
    "nearest",
    "neighbours_panel",
    "price",
    "properties",
    "scores",
    "shared",
    "shuffled",
    "tales",
    "turned",
    "turns",
    "unit_browser",
    "units",
    "worth_of_units",
    "worths",
    "write",
]
