"""Metrics of anomaly models."""
