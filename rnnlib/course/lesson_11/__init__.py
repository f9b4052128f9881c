"""What lesson 11, Make it fast, shows and asks."""

from .charts import (
    call_chart,
    column_chart,
    growth_chart,
    ladder_chart,
    learning_chart,
    parts_chart,
)
from .clock import in_turns
from .cost import numbers_kept, operations, product_loop, speed_of_products, update_loop, weights
from .counted import calls_per_letter
from .exercises import EXERCISES
from .ladder import RUNGS, STREAMS, H, T, assert_same_gradients, gradients, updates
from .listing import listing
from .panels import cost_of, cost_panel
from .parts import PARTS, parts_of_rnnlib
from .stored import learned, letters_per_second, speed, stored_ladder

__all__ = [
    "EXERCISES",
    "PARTS",
    "RUNGS",
    "STREAMS",
    "H",
    "T",
    "assert_same_gradients",
    "call_chart",
    "calls_per_letter",
    "column_chart",
    "cost_of",
    "cost_panel",
    "gradients",
    "growth_chart",
    "in_turns",
    "ladder_chart",
    "learned",
    "learning_chart",
    "letters_per_second",
    "listing",
    "numbers_kept",
    "operations",
    "parts_chart",
    "parts_of_rnnlib",
    "product_loop",
    "speed",
    "speed_of_products",
    "stored_ladder",
    "update_loop",
    "updates",
    "weights",
]
