"""Manifest rows, images and regions, as torch datasets."""
