"""rnnlib: a network that writes text letter by letter, in NumPy. One file per idea.

Read in the order of the lessons: text (01), network and rnn (02, 04), loss and markov (03),
gradcheck (05), params, optim and train (06), sample (07), checkpoint (08), lstm (09); corpora, the
texts (01, 09). Behind them: guards, files and interrupts.
"""

from . import interrupts  # noqa: F401 (first: it keeps a Ctrl-C silent while the rest loads)
from .checkpoint import CheckpointError, load_model, save_model
from .corpora import load_text, reber
from .gradcheck import check_gradients
from .loss import cross_entropy, softmax
from .lstm import LSTM
from .markov import MarkovModel
from .optim import SGD, Adagrad, Adam, clip
from .params import Parameters
from .rnn import RNN
from .sample import generate, sample
from .text import Vocabulary, hold_out, one_hot, windows
from .train import Trainer, evaluate

__all__ = [
    "LSTM",
    "RNN",
    "SGD",
    "Adagrad",
    "Adam",
    "CheckpointError",
    "MarkovModel",
    "Parameters",
    "Trainer",
    "Vocabulary",
    "check_gradients",
    "clip",
    "cross_entropy",
    "evaluate",
    "generate",
    "hold_out",
    "load_model",
    "load_text",
    "one_hot",
    "reber",
    "sample",
    "save_model",
    "softmax",
    "windows",
]
