"""What lesson 03, Surprise, and 03b, The line to beat, show and ask."""

from .charts import by_order, two_texts, word_bars
from .exercises import EXERCISES
from .page import first_losses, surprise_curve, surprises_in, unread_page
from .pusher import probability_pusher
from .tables import all_tables, gaps, pairs_picture, table_writer, words_of

__all__ = [
    "EXERCISES",
    "all_tables",
    "by_order",
    "first_losses",
    "gaps",
    "pairs_picture",
    "probability_pusher",
    "surprise_curve",
    "surprises_in",
    "table_writer",
    "two_texts",
    "unread_page",
    "word_bars",
    "words_of",
]
