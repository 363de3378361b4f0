"""One module per kind of answer: what an evaluation keeps of a row, and what it measures of all."""
