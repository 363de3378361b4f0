"""Settings of a text model: the published JSON-typed fields, and the flat ones of our own small
templates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from ..contract.failures import PlatformFault
from ..contract.job import Job
from ..contract.training_log import log
from ..device.compute import best_precision, has_cuda
from ..loop.best_epoch import EpochSettings
from ..loop.optimization import Optimization, optimization_from
from ..models.frozen.freezing import trainable_layers
from ..models.frozen.frozen_layers import ALL
from .hyperparameters import Hyperparameters, is_exclusive
from .incremental_settings import IncrementalSettings, incremental_settings, names_of

DTYPES = {
    "torch.float32": torch.float32,
    "torch.bfloat16": torch.bfloat16,
    "torch.float16": torch.float16,
}
MAX_NEW_TOKENS = 64
EVALUATION_STRATEGIES = ["evaluation_strategy", "eval_strategy"]


@dataclass(frozen=True)
class TextSettings:
    """How to train a text model; `max_length` in tokens or None for the model's own, `peft` a
    dict or empty, `bits` of quantised weights or None, `layers` as trainable_layers gives it."""

    plan: Optimization
    epochs: EpochSettings
    exclusive: bool
    seed: int
    items_per_epoch: int
    dtype: torch.dtype
    precision: str
    max_length: int | None
    peft: dict
    max_splits: int
    max_gradient_norm: float
    bits: int | None
    max_new_tokens: int
    layers: Any
    incremental: IncrementalSettings


def text_settings(job: Job, known: Sequence[str]) -> TextSettings:
    """Reads and checks a text job's hyperparameters, of which `known` are the recipe's. A flat name
    wins over trainer_config's."""
    h = Hyperparameters(job.hyperparameters, names_of(job, known))
    model, trainer = h.group("model_config"), h.group("trainer_config")
    tokenizer, peft = h.group("tokenizer_config"), h.group("peft_config")
    check_base_model(job, model)
    length = h.integer(
        "max_length", tokenizer.integer("model_max_length", None, minimum=4), minimum=4
    )
    seed = h.integer("seed", -1, minimum=-1)
    auto = trainer.boolean("auto_find_batch_size")
    return TextSettings(
        plan=plan_of(job, h, trainer),
        epochs=epochs_of(h, trainer),
        exclusive=is_exclusive(h) or problem_type(model) == "single_label_classification",
        seed=job.seed if seed == -1 else seed,
        items_per_epoch=h.integer("num_items_per_epoch", 0, minimum=0),
        dtype=dtype_of(model, peft),
        precision=precision_of(trainer),
        max_length=length,
        peft=peft.values,
        max_splits=64 if auto else 2,
        max_gradient_norm=trainer.number("max_grad_norm", 1.0),
        bits=bits_of(h, peft),
        max_new_tokens=h.integer("max_new_tokens", MAX_NEW_TOKENS),
        layers=layers_of(h, job, peft),
        incremental=incremental_settings(h),
    )


def dtype_of(model: Hyperparameters, peft: Hyperparameters) -> torch.dtype:
    """model_config.torch_dtype; float32 on a CPU, and where the float16 weights themselves would be
    trained: their updates would be rounded away."""
    name = model.one_of("torch_dtype", list(DTYPES), "torch.float32")
    is_trained_in_half = name == "torch.float16" and not peft.values
    if name != "torch.float32" and (is_trained_in_half or not has_cuda()):
        log(f"model_config.torch_dtype: float32 instead of {name}")
        return torch.float32
    return DTYPES[name]


def bits_of(h: Hyperparameters, peft: Hyperparameters) -> int | None:
    """quantization_config.bits, 4 or 8; quantised weights are frozen, so adapters are needed."""
    group = h.group("quantization_config")
    group.boolean("use_exllama")
    bits = group.integer("bits", 4 if group.values else None)
    if bits not in (None, 4, 8):
        raise group.invalid("bits", "4 or 8")
    if bits and not peft.values:
        text = "quantization_config needs peft_config: quantised weights are not trained"
        raise PlatformFault("hyperparameter-invalid", text)
    return bits


def layers_of(h: Hyperparameters, job: Job, peft: Hyperparameters) -> int | str:
    """trainable_layers; adapters freeze the base model themselves."""
    layers = trainable_layers(h, job)
    if layers != ALL and peft.values:
        text = f"trainable_layers {layers} and peft_config exclude each other"
        raise PlatformFault("hyperparameter-invalid", text)
    return layers


def problem_type(model: Hyperparameters) -> str:
    """model_config.problem_type; independent concepts where it is absent."""
    choices = ["multi_label_classification", "single_label_classification"]
    return model.one_of("problem_type", choices, choices[0])


def plan_of(job: Job, h: Hyperparameters, trainer: Hyperparameters) -> Optimization:
    """The optimization: trainer_config's names give the defaults, flat names win."""
    is_small = job.base_model.startswith("config:")
    rate = trainer.number("learning_rate", 1e-3 if is_small else 5e-5)
    epochs = trainer.integer("num_train_epochs", 3)
    plan = optimization_from(h, rate, epochs, trainer.integer("per_device_train_batch_size", 8))
    if "weight_decay" not in h:
        plan = replace(plan, weight_decay=trainer.number("weight_decay", 0.0))
    if "warmup_iters" not in h:
        plan = replace(plan, warmup_steps=trainer.integer("warmup_steps", 0, minimum=0))
    if plan.shape == "cosine" and "per_item_min_lrate" not in h:
        plan = replace(
            plan,
            shape=trainer.one_of("lr_scheduler_type", ["linear", "cosine", "constant"], "linear"),
        )
    return plan


def epochs_of(h: Hyperparameters, trainer: Hyperparameters) -> EpochSettings:
    """How epochs are compared, by the names of transformers' TrainingArguments; the strategy was
    called evaluation_strategy until version 4.46."""
    strategies = [trainer.one_of(n, ["epoch", "no"], "epoch") for n in EVALUATION_STRATEGIES]
    return EpochSettings(
        patience=h.integer("early_stopping_patience", 0, minimum=0),
        keeps_best=trainer.boolean("load_best_model_at_end", True),
        validates="no" not in strategies,
    )


def precision_of(trainer: Hyperparameters) -> str:
    """fp16 or bf16 where trainer_config asks for it and there is a GPU; what the GPU does best
    where it says nothing."""
    half = "fp16" if trainer.boolean("fp16") else "bf16" if trainer.boolean("bf16") else None
    if "bf16" not in trainer and half is None:
        return best_precision()
    return half if half and has_cuda() else "fp32"


def check_base_model(job: Job, model: Hyperparameters) -> None:
    """PlatformFault where model_config names another base model than the job's `hub:` one."""
    named = model.text("pretrained_model_name") or model.text("pretrained_model_name_or_path")
    if named and job.base_model.startswith("hub:") and job.base_model != f"hub:{named}":
        text = f"model_config names {named}, the job's baseModel is {job.base_model}"
        raise PlatformFault("base-model-mismatch", text)
