"""Metrics of text generators."""
