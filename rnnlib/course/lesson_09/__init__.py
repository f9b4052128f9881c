"""What lesson 09, LSTM, shows and asks."""

from .by_hand import along, gates_by_hand
from .cell import DIAGRAMS, lstm_cell, step_panel, steps_of
from .charts import cells_over, clamped, forget_biases, learning, on_a_text, where_they_fail
from .clamp import clamp_panel
from .exercises import EXERCISES
from .stored import at_the_end, counting_tables, on_shakespeare, runs_of
from .tasks import END, TASKS, fails_at, follows, outer_right, read

__all__ = [
    "DIAGRAMS",
    "END",
    "EXERCISES",
    "TASKS",
    "along",
    "at_the_end",
    "cells_over",
    "clamp_panel",
    "clamped",
    "counting_tables",
    "fails_at",
    "follows",
    "forget_biases",
    "gates_by_hand",
    "learning",
    "lstm_cell",
    "on_a_text",
    "on_shakespeare",
    "outer_right",
    "read",
    "runs_of",
    "step_panel",
    "steps_of",
    "where_they_fail",
]
