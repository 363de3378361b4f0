"""Layers that do not learn, and their features, computed once."""
