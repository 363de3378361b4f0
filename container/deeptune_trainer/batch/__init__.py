"""Jobs that ask a model about every row of a dataset version: evaluate and predict."""
