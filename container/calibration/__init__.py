"""What a machine's own speed is measured by: its networks, and its rates."""
