"""The training loop: steps, checkpoints, the best epoch, and the filling of a memory bank."""
