"""The memory check of a job: before its weights are loaded, and before its first step."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig

from ..contract.failures import PlatformFault
from ..contract.job import Job
from ..contract.paths import Paths
from ..device.compute import saves_activations_memory
from ..device.gpu_memory import Workload, gpu_capacity, predict_memory, refuse_what_does_not_fit
from ..device.host_memory import host_memory_bytes, loading_bytes, refuse_host_memory
from ..models.base.architectures import base_model_source
from ..models.incremental import Parent
from ..models.lora import add_lora

BYTES_OF_BITS = {4: 0.6, 8: 1.1}  # per weight, with its share of scales


def refuse_base_model(
    job: Job, paths: Paths, parent: Parent | None, auto_class: Any, settings: Any, task: str
) -> None:
    """Before the weights of a text model are loaded: refuses what cannot fit whatever the inputs
    are, into the machine's memory or the GPU's. Does nothing for a small model."""
    if job.base_model.startswith("config:"):
        return
    source = parent.folder if parent else base_model_source(job, paths)
    workload = workload_of_source(auto_class, source, settings, task)
    base = workload.frozen if settings.peft else workload.trained
    # Quantised weights are read straight into the GPU, but their adapters are merged into weights
    # that lie on the host whole: a job that cannot end must not begin.
    purpose = "merging the adapters" if settings.bits else "loading the weights"
    needed = loading_bytes(base, settings.dtype.itemsize)
    refuse_host_memory(needed, host_memory_bytes(), purpose)
    capacity = gpu_capacity()
    if capacity is not None:
        refuse_what_does_not_fit(predict_memory(workload), capacity)


def workload_of_source(auto_class: Any, source: Path | str, settings: Any, task: str) -> Workload:
    """The Workload, without activations, of a model known by its configuration alone."""
    try:
        with torch.device("meta"):  # shapes without numbers
            model = auto_class.from_config(
                AutoConfig.from_pretrained(source, trust_remote_code=False)
            )
    except (OSError, ValueError) as error:
        raise PlatformFault("base-model-unavailable", f"{source}: {error}") from error
    size = settings.dtype.itemsize
    if not settings.peft:
        return Workload(trained=count(model, True), trained_bytes=size)
    model = add_lora(model, settings.peft, task)
    frozen_bytes = BYTES_OF_BITS.get(settings.bits, size)
    return Workload(count(model, True), count(model, False), 4, frozen_bytes)


def refuse_training(run: Any) -> None:
    """Before the first step of any recipe: refuses a run whose smallest batch cannot fit."""
    capacity = gpu_capacity()
    if capacity is not None:
        refuse_what_does_not_fit(predict_memory(workload_of(run)), capacity)


def workload_of(run: Any) -> Workload:
    """The Workload of a TrainingRun, its batches cut as far as they may be. Activations are those
    of text models only: how much a convolution stores has no such formula."""
    parameters, sizes = list(run.model.parameters()), {True: 0, False: 0}
    for p in parameters:
        sizes[p.requires_grad] += p.numel() * p.element_size()
    trained, frozen = count(run.model, True), count(run.model, False)
    return Workload(
        trained,
        frozen,
        trained_bytes=sizes[True] / max(1, trained),
        frozen_bytes=sizes[False] / max(1, frozen),
        batch=-(-run.plan.batch_size // min(run.max_splits, run.plan.batch_size)),
        recomputes=saves_activations_memory(run.model),
        **text_shape(run),
    )


def text_shape(run: Any) -> dict[str, int]:
    """{tokens, hidden, layers, logits} of a text model; {} for any other. Tokens are those of the
    longest of eight evenly spaced inputs."""
    if getattr(run.model, "main_input_name", "") != "input_ids":
        return {}
    config, count = run.model.config, len(run.inputs)
    batch = run.collate([run.inputs[i] for i in range(0, count, max(1, count // 8))])
    # Above frozen layers a text comes as what these make of its tokens.
    tokens = batch["inputs_embeds" if "inputs_embeds" in batch else "input_ids"]
    return {
        "tokens": tokens.shape[1],
        "hidden": config.hidden_size,
        "layers": config.num_hidden_layers,
        "logits": config.vocab_size if hasattr(run.model, "lm_head") else 0,
    }


def count(model: Any, is_trained: bool) -> int:
    """How many parameters are trained, or frozen."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad == is_trained)
