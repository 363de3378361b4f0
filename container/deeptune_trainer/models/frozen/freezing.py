"""The hyperparameter trainable_layers: which layers of pretrained weights learn. What the frozen
ones make of the inputs is computed once where the inputs stay the same."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ...contract.job import Job
from ...contract.training_log import log
from ..base.shared_copies import replaced, without_open_gates
from .feature_cache import CachePlace, CacheUnfinished, cached, device_batch, pad_features
from .frozen_layers import ALL, HEAD, FrozenLayers, unsupported

TOLERANCE = 1e-3  # of logits, between a model and the same in two parts


@dataclass(frozen=True)
class Freezing:
    """`layers` as trainable_layers gives it; `is_augmented`: an input may look different each time
    it is seen; `folder`: where features may be kept; `stop`: the StopSignal."""

    layers: Any
    is_augmented: bool
    folder: Path
    stop: Any


def trainable_layers(h: Any, job: Job) -> int | str:
    """The hyperparameter: ALL, HEAD, or how many of the last blocks learn beside the head. Random
    weights have nothing to keep, so that all of theirs learn, and the log says so."""
    value = h.values.get("trainable_layers")
    if value in (None, ALL):
        return ALL
    is_count = str(value).isdigit() and int(value) > 0
    if value != HEAD and not is_count:
        raise h.invalid("trainable_layers", f'"{ALL}", "{HEAD}" or a number of blocks')
    if job.parent_version_id is None and job.base_model.startswith("config:"):
        log(f"trainable_layers: {ALL} instead of {value}, the weights are random")
        return ALL
    return HEAD if value == HEAD else int(value)


def trained_part(
    model: Any,
    freezing: Freezing,
    datasets: list[Any],
    collate: Callable,
) -> tuple[Any, list[Any], Callable]:
    """(part, datasets, collate): what to train and measure in the place of `model`, with which
    inputs. It shares the model's parameters: what it learns, `model` has learnt.

    With frozen layers `part` begins above them, and the datasets hold what these make of each
    input. Where inputs are augmented or features cannot be kept, the frozen layers are passed at
    each step instead, and the log says so.
    """
    model = without_open_gates(model)
    if freezing.layers == ALL:
        return model, datasets, collate
    path = model.base_model_prefix
    frozen = FrozenLayers(model.get_submodule(path), freezing.layers)
    learning = frozen.learning_part()
    part, whole = (replaced(model, path, each) for each in (learning, frozen.attached(learning)))
    log_frozen(frozen, part)
    assert_same(model, whole, device_batch(frozen, [datasets[0][0]], collate))
    if freezing.is_augmented:
        log("frozen layers: passed at each step, because inputs are augmented; faster without")
        return whole, datasets, collate
    place = CachePlace(freezing.folder, freezing.stop)
    try:
        kept = [cached(frozen, each, collate, place) for each in datasets]
    except (CacheUnfinished, OSError) as reason:
        log(f"frozen layers: passed at each step, because their features are not kept: {reason}")
        return whole, datasets, collate
    is_text = frozen.feature_name == "inputs_embeds"
    return part, kept, pad_features if is_text else collate


def log_frozen(frozen: FrozenLayers, part: Any) -> None:
    """How much does not learn."""
    learns = sum(p.numel() for p in part.parameters() if p.requires_grad)
    still = sum(p.numel() for module in frozen.modules() for p in module.parameters())
    above = "all blocks"
    if frozen.trained != HEAD:
        above = f"all but the last {frozen.trained} of {frozen.count} blocks"
    log(f"frozen layers: {above}; {learns:,} of {learns + still:,} parameters learn")


@torch.no_grad()
def assert_same(model: Any, whole: Any, batch: dict[str, torch.Tensor]) -> None:
    """PlatformFault where `whole`, the model in two parts, gives another answer than the model:
    then its layers do not follow each other as FrozenLayers believes."""
    expected, found = (each.eval()(**batch).logits for each in (model, whole))
    if not torch.allclose(expected, found, rtol=TOLERANCE, atol=TOLERANCE):
        raise unsupported(model)
