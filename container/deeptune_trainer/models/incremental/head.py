"""A classifier's head, extended by concept id."""

from collections.abc import Sequence
from typing import Any

import torch

from ...contract.job import Concept
from ...data.dataset import Row
from ..base.architectures import head_of, label_settings

NEVER = -20.0  # a logit: 2e-9 after a sigmoid


def trained_concepts(model: Any, parent_ids: Sequence[str]) -> set[str]:
    """Ids of the parent's concepts that it had an example of: the others it silenced."""
    weight = head_of(model)[1].weight
    return {concept_id for row, concept_id in enumerate(parent_ids) if weight[row].any()}


def mask_untrained_concepts(
    model: Any, concepts: tuple[Concept, ...], rows: tuple[Row, ...], trained: set[str]
) -> None:
    """Makes `model` never predict a concept that none of `rows` has and that is not in `trained`:
    all it could say of it would be chance. Does nothing to a head without biases."""
    head = head_of(model)[1]
    seen = {concepts[i].id for row in rows for i in row.positives} | trained
    untrained = [i for i, concept in enumerate(concepts) if concept.id not in seen]
    if head.bias is not None and untrained:
        with torch.no_grad():
            head.weight[untrained] = 0
            head.bias[untrained] = NEVER


def extend_head(
    model: Any, parent_ids: Sequence[str], concepts: Sequence[Concept], exclusive: bool
) -> Any:
    """Gives `model` a head for `concepts`: the row of a shared concept id is copied, wherever it
    stood; the row of a new concept, or of one that the parent was never taught, is freshly
    initialised. Concepts only the parent had are dropped."""
    name, old = head_of(model)
    trained = trained_concepts(model, parent_ids)
    new = torch.nn.Linear(old.in_features, len(concepts), bias=old.bias is not None)
    new = new.to(old.weight.device, old.weight.dtype)
    row_of = {concept_id: row for row, concept_id in enumerate(parent_ids)}
    with torch.no_grad():
        for row, concept in enumerate(concepts):
            if concept.id in trained:
                new.weight[row] = old.weight[row_of[concept.id]]
                if old.bias is not None:
                    new.bias[row] = old.bias[row_of[concept.id]]
    outer, _, last = name.rpartition(".")
    setattr(model.get_submodule(outer), last, new)
    for key, value in label_settings(concepts, exclusive).items():
        setattr(model.config, key, value)
    model.num_labels = len(concepts)
    return model
