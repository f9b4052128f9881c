"""The same update in PyTorch: as most would write it, and as fast as we could make it.

Each begins from the weights of a model of rnnlib's and reads the same windows. Even Adagrad's 1e-8
is inside the root, as what the memory begins with, so that the losses are the same.
"""

import numpy as np
import torch
from torch.nn.functional import cross_entropy, embedding, one_hot

torch.set_num_threads(1)


def tensor(array):
    return torch.tensor(np.asarray(array))


class OneHot(torch.nn.Module):
    """nn.RNN or nn.LSTM, fed with one-hot vectors, and a Linear layer."""

    def __init__(self, model):
        super().__init__()
        V, H, p = model.vocab_size, model.hidden_size, model.params
        if model.kind == "lstm":
            self.layer = torch.nn.LSTM(V, H)
            wx, wh, b = (np.concatenate([p[f"{k}{g}"] for g in "ifgo"]) for k in ("Wx", "Wh", "b"))
        else:
            self.layer = torch.nn.RNN(V, H)
            wx, wh, b = p["Wxh"], p["Whh"], p["bh"]
        self.out = torch.nn.Linear(H, V)
        with torch.no_grad():
            self.layer.weight_ih_l0[:], self.layer.weight_hh_l0[:] = tensor(wx), tensor(wh)
            self.layer.bias_ih_l0[:], self.layer.bias_hh_l0[:] = tensor(b), 0
            self.out.weight[:], self.out.bias[:] = tensor(p["Why"]), tensor(p["by"])
        self.layer.bias_hh_l0.requires_grad_(False)  # one bias, as in the others

    def forward(self, inputs, state):
        x = one_hot(inputs, self.layer.input_size).float()  # (T,B,V)
        hs, state = self.layer(x, state)
        return self.out(hs), state


class Table(torch.nn.Module):
    """The RNN with an embedding in place of the product with one-hot vectors, and a loop over time.

    (nn.RNN multiplies whatever it is given: an embedding before it would be one more matrix.)
    """

    def __init__(self, model):
        super().__init__()
        for name, array in model.params.items():
            array = array.T.copy() if name == "Wxh" else array
            setattr(self, name, torch.nn.Parameter(tensor(array)))

    def forward(self, inputs, state):
        h, hs, WhhT = state[0], [], self.Whh.T
        for x in embedding(inputs, self.Wxh + self.bh):  # (B,H)
            h = torch.tanh(torch.addmm(x, h, WhhT))
            hs.append(h)
        return torch.nn.functional.linear(torch.stack(hs), self.Why, self.by), h[None]


def updates(model, ids, seq_length, batch_size, learning_rate):
    """what -> a function that makes one update and returns the window's loss."""
    task = (model, ids, seq_length, batch_size, learning_rate)
    if model.kind == "lstm":
        return {
            "nn.LSTM, one-hot": _update(OneHot(model), *task),
            "nn.LSTM, one-hot, fused Adagrad": _update(OneHot(model), *task, fused=True),
        }
    return {
        "nn.RNN, one-hot": _update(OneHot(model), *task),
        "embedding, loop, fused Adagrad": _update(Table(model), *task, fused=True),
        "the same, torch.compile": _update(Table(model), *task, fused=True, compiled=True),
    }


def _update(network, model, ids, T, B, learning_rate, fused=False, compiled=False):
    weights = [w for w in network.parameters() if w.requires_grad]
    optimizer = torch.optim.Adagrad(
        weights, lr=learning_rate, initial_accumulator_value=1e-8, eps=0, fused=fused
    )
    length = (len(ids) - 1) // B
    inputs = tensor(ids[: length * B].reshape(B, length).T.copy())
    targets = tensor(ids[1 : length * B + 1].reshape(B, length).T.copy())
    zeros = torch.zeros(1, B, model.hidden_size)
    begin = (zeros, zeros) if model.kind == "lstm" else zeros
    now = {"position": 0, "state": begin}

    def loss_of(inputs, targets, state):
        logits, state = network(inputs, state)
        loss = cross_entropy(logits.reshape(T * B, -1), targets.reshape(-1), reduction="sum")
        return loss / B, state

    loss_of = torch.compile(loss_of) if compiled else loss_of

    def update():
        window = slice(now["position"], now["position"] + T)
        optimizer.zero_grad()
        loss, state = loss_of(inputs[window], targets[window], now["state"])
        loss.backward()
        torch.nn.utils.clip_grad_value_(weights, 5.0)
        optimizer.step()
        now["position"] = window.stop
        now["state"] = tuple(s.detach() for s in state) if model.kind == "lstm" else state.detach()
        if window.stop + T > length:
            now["position"], now["state"] = 0, begin
        return loss.item()

    return update
