"""One straight-line module per model type; each has `train(job, paths, stop)`."""
