"""The compatibility dial: points between the weights of a parent and those of a candidate of it."""
