"""How good a model is on held-out rows, by model type."""
