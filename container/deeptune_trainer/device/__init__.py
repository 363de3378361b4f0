"""What a job computes on: the GPU or the CPU, and whether its memory is large enough."""
