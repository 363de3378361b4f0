"""What a model computes on."""

import os

import torch


def prepare_compute(base_model):
    """The device to train or predict on, "cuda" or "cpu".

    A small `config:` model gets one CPU thread, unless OMP_NUM_THREADS says otherwise: its layers
    are too small to share, and threads that wait for each other on a busy laptop made a 9 s
    training take 120 s.
    """
    if torch.cuda.is_available():
        return "cuda"
    if base_model.startswith("config:") and "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(1)
    return "cpu"
