"""Bytes of pictures -> RGB, and what is to be said of them."""
