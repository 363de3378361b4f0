"""Hyperparameters, checked and turned into settings."""
