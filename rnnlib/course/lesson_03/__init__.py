"""What lesson 03, Cross-entropy, shows and asks."""

from .exercises import EXERCISES
from .pusher import probability_pusher

__all__ = ["EXERCISES", "probability_pusher"]
