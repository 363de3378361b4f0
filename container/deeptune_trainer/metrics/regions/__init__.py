"""Metrics of detectors and segmenters."""
