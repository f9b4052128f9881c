"""The same network in PyTorch: handed over, trained as rnnlib trains, and handed back."""

import torch
from torch.nn.functional import cross_entropy, one_hot
from torch.nn.utils import clip_grad_value_

# what a weight is called here -> what it is called there: the shapes are the same
NAMES = {
    "Wxh": "rnn.weight_ih_l0",
    "Whh": "rnn.weight_hh_l0",
    "Why": "out.weight",
    "bh": "rnn.bias_ih_l0",
    "by": "out.bias",
}


class Network(torch.nn.Module):
    def __init__(self, V, H):
        super().__init__()
        self.rnn, self.out = torch.nn.RNN(V, H), torch.nn.Linear(H, V)
        self.rnn.bias_hh_l0.requires_grad_(False).zero_()  # PyTorch has two biases, we have one

    def forward(self, inputs, targets, state=None):
        """The loss of a window of ids (T,B), as in lesson 03, and the state after it, (1,B,H)."""
        x = one_hot(inputs, self.out.out_features).to(self.out.weight)  # (T,B,V)
        hs, state = self.rnn(x, state)
        loss = cross_entropy(self.out(hs).flatten(0, 1), targets.flatten(), reduction="sum")
        return loss / inputs.shape[1], state  # a sum over T, a mean over B


def hand_over(model):
    """A Network with the weights of an RNN of rnnlib's, in the same type."""
    weights = {theirs: torch.tensor(model.params[ours]) for ours, theirs in NAMES.items()}
    network = Network(model.vocab_size, model.hidden_size).to(weights["out.bias"].dtype)
    network.load_state_dict(weights, strict=False)  # all but the second bias, which stays 0
    return network


def hand_back(network, model):
    """Copy the weights of a Network into an RNN of rnnlib's."""
    for ours, theirs in NAMES.items():
        model.params[ours] = network.get_parameter(theirs).detach().cpu().numpy()


def training(network, inputs, targets, T=25, rate=0.05):
    """Train for ever: each `next` is an update, and gives its loss. inputs, targets: (L,B) ids."""
    weights = [w for w in network.parameters() if w.requires_grad]
    adagrad = torch.optim.Adagrad(weights, rate, initial_accumulator_value=1e-8, eps=0)
    while True:
        state = None  # the text begins, and the state with it
        for x, y in zip(inputs.split(T), targets.split(T), strict=True):
            loss, state = network(x, y, state)
            adagrad.zero_grad()
            loss.backward()
            clip_grad_value_(weights, 5)
            adagrad.step()
            state = state.detach()  # handed on, but no gradient goes back there
            yield loss.detach()
