"""Each process reads some of the streams, and all get the gradients of all streams.

torchrun --standalone --nproc-per-node 2 -m rnnlib.course.lesson_11.two_processes
"""

import numpy as np
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

from rnnlib import RNN, Vocabulary, load_text
from rnnlib.course.lesson_11.pytorch import NAMES, hand_over
from rnnlib.text import streams

T, B = 25, 32


def main():
    torch.set_num_threads(1)
    dist.init_process_group("gloo")  # for processors; on GPUs it is "nccl"
    rank, processes = dist.get_rank(), dist.get_world_size()  # which one am I, and of how many?

    text = load_text("tales")
    vocab = Vocabulary(text)
    x, y = (torch.tensor(part[:T]) for part in streams(vocab.encode(text), B))  # (T,B)
    mine = slice(rank * B // processes, (rank + 1) * B // processes)  # of the streams
    model = RNN(len(vocab), 100, dtype=np.float64)

    network = DistributedDataParallel(hand_over(model))
    loss, _ = network(x[:, mine], y[:, mine])
    loss.backward()  # on the way, the gradients of all processes are averaged

    alone = hand_over(model)  # to compare: one process, all streams
    alone(x, y)[0].backward()
    off = max(
        (network.module.get_parameter(name).grad - alone.get_parameter(name).grad).abs().max()
        for name in NAMES.values()
    )
    if rank == 0:
        each = mine.stop - mine.start
        print(f"{processes} processes, {each} streams each: gradients apart by {off:.0e}")
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
