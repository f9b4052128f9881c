"""The least that NumPy can do with this arithmetic: nothing allocated, nothing checked, all in one.

It computes what `Trainer` does with an RNN and Adagrad, and is ugly on purpose: what rnnlib takes
longer than this is the price of reading well.
"""

import numpy as np


def floor_update(model, ids, seq_length, batch_size, learning_rate=0.1, limit=5.0):
    """A function that makes one update of the model's weights and returns the window's loss."""
    T, B, V, H, dtype = seq_length, batch_size, model.vocab_size, model.hidden_size, model.dtype
    N, length = T * B, (len(ids) - 1) // batch_size
    inputs = np.ascontiguousarray(ids[: length * B].reshape(B, length).T)
    targets = np.ascontiguousarray(ids[1 : length * B + 1].reshape(B, length).T)
    rate, epsilon, one, share = (np.array(x, dtype) for x in (learning_rate, 1e-8, 1, 1 / B))
    low, high = np.array(-limit, dtype), np.array(limit, dtype)

    weights, grads = model.params, model.params.like()
    w, g = weights.flat, grads.flat
    memory, scratch = np.zeros_like(w), np.empty_like(w)
    Wxh, Whh, Why, bh, by = weights.values()
    dWxh, dWhh, dWhy, dbh, dby = grads.values()
    WxhT, WhyT, WhhT, table = Wxh.T, Why.T, np.empty((H, H), dtype), np.empty((V, H), dtype)
    hs = np.zeros((T + 1, B, H), dtype)
    after, product, nothing = hs[1:], np.empty((B, H), dtype), np.zeros((B, H), dtype)
    dhs, slopes = np.empty((T, B, H), dtype), np.empty((T, B, H), dtype)
    rows, rows_before = after.reshape(N, H), hs[:-1].reshape(N, H)
    das, dasT = dhs.reshape(N, H), dhs.reshape(N, H).T
    p, one_hot = np.empty((N, V), dtype), np.zeros((N, V), dtype)
    pT, ones = p.T, np.ones(N, dtype)
    largest, total = np.empty((N, 1), dtype), np.empty((N, 1), dtype)
    logs, right = np.empty(N, dtype), np.empty(N, dtype)
    starts = np.arange(N) * V  # of the rows of p and one_hot in their flat vectors
    flat_p, flat_one_hot = p.reshape(-1), one_hot.reshape(-1)
    forward = [(hs[t], hs[t + 1]) for t in range(T)]
    backward = [(dhs[t], slopes[t]) for t in reversed(range(T))]
    at = {"position": 0, "hot": starts.copy()}

    def update():
        position = at["position"]
        window = inputs[position : position + T]
        np.add(WxhT, bh, out=table)
        np.take(table, window, axis=0, out=after, mode="clip")
        np.copyto(WhhT, Whh.T)
        for before, h in forward:
            before.dot(WhhT, product)
            np.add(h, product, h)
            np.tanh(h, h)

        rows.dot(WhyT, p)
        np.add(p, by, p)
        np.maximum.reduce(p, axis=1, out=largest, keepdims=True)
        np.subtract(p, largest, p)
        places = starts + targets[position : position + T].reshape(-1)
        np.take(flat_p, places, out=right, mode="clip")
        np.exp(p, p)
        np.add.reduce(p, axis=1, out=total, keepdims=True)
        np.log(total[:, 0], logs)
        np.subtract(logs, right, logs)
        loss = float(np.add.reduce(logs, dtype=np.float64)) / B
        np.multiply(total, B, total)
        np.divide(p, total, p)
        flat_p[places] -= share

        p.dot(Why, das)
        np.multiply(after, after, slopes)
        np.subtract(one, slopes, slopes)
        np.copyto(product, nothing)
        for da, slope in backward:
            np.add(da, product, da)
            np.multiply(da, slope, da)
            da.dot(Whh, product)
        flat_one_hot[at["hot"]] = 0
        at["hot"] = starts + window.reshape(-1)
        flat_one_hot[at["hot"]] = 1
        dasT.dot(one_hot, dWxh)
        dasT.dot(rows_before, dWhh)
        pT.dot(rows, dWhy)
        ones.dot(das, dbh)
        ones.dot(p, dby)

        np.clip(g, low, high, g)
        np.multiply(g, g, scratch)
        np.add(memory, scratch, memory)
        np.add(memory, epsilon, scratch)
        np.sqrt(scratch, scratch)
        np.divide(g, scratch, scratch)
        np.multiply(scratch, rate, scratch)
        np.subtract(w, scratch, w)

        np.copyto(hs[0], hs[T])
        at["position"] = position + T
        if at["position"] + T > length:
            at["position"] = 0
            hs[0] = 0
        return loss

    return update
