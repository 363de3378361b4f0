"""A child's vocabulary: its parent's, with words of its own after it."""

from typing import Any

import torch


def fit_vocabulary(model: Any, old: Any, new: Any) -> Any:
    """Gives the parent's `model` a row for each piece that the tokenizer `new` has beyond `old`: it
    begins as the mean of the pieces that `old` spells the word with."""
    if len(new) == len(old):
        return model
    model.resize_token_embeddings(len(new), mean_resizing=False)
    tables = {id(t): t for t in (model.get_input_embeddings(), model.get_output_embeddings()) if t}
    with torch.no_grad():
        for number in range(len(old), len(new)):
            pieces = old(new.decode([number]), add_special_tokens=False)["input_ids"]
            for table in tables.values():
                table.weight[number] = table.weight[pieces].mean(0)
    return model
