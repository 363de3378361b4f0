"""Networks: how they are built, read, extended and asked."""
