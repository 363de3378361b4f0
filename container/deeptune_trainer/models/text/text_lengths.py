"""How many tokens of a text are read, and whose tokenizer reads them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...contract.failures import PlatformFault
from ...contract.job import Job
from ...contract.paths import Paths
from ..base.architectures import TEXT_DEFAULT_LENGTH, base_model_source
from ..incremental import Parent
from .tokenization import load_tokenizer


def tokenizer_for(
    job: Job,
    paths: Paths,
    parent: Parent | None,
    checkpoint: tuple[Path, dict[str, Any]] | None,
    settings: Any,
    make: Callable,
) -> Any:
    """A resumed run's own tokenizer, a child's parent's, a base model's, or for a small model
    `make(max_length)`, one made from the training texts."""
    if checkpoint:
        return load_tokenizer(checkpoint[0])
    if parent:
        return load_tokenizer(parent.folder)
    if job.base_model.startswith("config:"):
        return make(settings.max_length or TEXT_DEFAULT_LENGTH)
    return load_tokenizer(base_model_source(job, paths))


def length_for(model: Any, tokenizer: Any, settings: Any) -> int:
    """Tokens per input: what was asked for, within what the model's positions and the tokenizer
    allow."""
    positions = getattr(model.config, "max_position_embeddings", None) or tokenizer.model_max_length
    length = min(settings.max_length or positions, positions)
    if length < 4:
        raise PlatformFault(
            "hyperparameter-invalid", f"tokenizer_config.model_max_length {length} is too short"
        )
    return min(length, tokenizer.model_max_length) if settings.max_length is None else length
