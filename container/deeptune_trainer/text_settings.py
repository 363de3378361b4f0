"""Settings of a text model: the published JSON-typed fields, and the flat ones of our own small
templates."""

from dataclasses import dataclass, replace

import torch

from .classification import is_exclusive
from .failures import PlatformFault
from .hyperparameters import Hyperparameters
from .lora import PEFT_FIELDS
from .optimization import Optimization, optimization_from

FLAT = [
    "num_epochs",
    "batch_size",
    "per_item_lrate",
    "per_item_min_lrate",
    "lrate",
    "learning_rate_steps",
    "init_epochs",
    "step_epochs",
    "weight_decay",
    "momentum",
    "warmup_iters",
    "warmup_ratio",
    "num_items_per_epoch",
    "base_gradient_multiplier",
    "concepts_mutually_exclusive",
    "logreg",
    "seed",
]
GROUPS = ["model_config", "peft_config", "tokenizer_config", "trainer_config"]
MODEL = ["pretrained_model_name", "pretrained_model_name_or_path", "torch_dtype", "problem_type"]
TOKENIZER = ["model_max_length"]
# output_dir is published; where checkpoints go is the container contract's business.
TRAINER = [
    "num_train_epochs",
    "per_device_train_batch_size",
    "learning_rate",
    "weight_decay",
    "auto_find_batch_size",
    "warmup_steps",
    "lr_scheduler_type",
    "fp16",
    "bf16",
    "max_grad_norm",
    "output_dir",
]
DTYPES = {
    "torch.float32": torch.float32,
    "torch.bfloat16": torch.bfloat16,
    "torch.float16": torch.float16,
}
IGNORED = ["num_gpus"]


@dataclass(frozen=True)
class TextSettings:
    """How to train a text model; `max_length` in tokens or None for the model's own, `peft` a
    dict or empty."""

    plan: Optimization
    exclusive: bool
    seed: int
    items_per_epoch: int
    dtype: torch.dtype
    precision: str
    max_length: int | None
    peft: dict
    most_splits: int
    max_gradient_norm: float


def text_settings(job):
    """Reads and checks a text job's hyperparameters. A flat name wins over trainer_config's."""
    h = Hyperparameters(job.hyperparameters, FLAT + GROUPS + IGNORED)
    model, trainer = h.group("model_config", MODEL), h.group("trainer_config", TRAINER)
    tokenizer, peft = h.group("tokenizer_config", TOKENIZER), h.group("peft_config", PEFT_FIELDS)
    check_base_model(job, model)
    seed = h.integer("seed", -1, least=-1)
    auto = trainer.boolean("auto_find_batch_size")
    return TextSettings(
        plan=plan_of(job, h, trainer),
        exclusive=is_exclusive(h) or problem_type(model) == "single_label_classification",
        seed=job.seed if seed == -1 else seed,
        items_per_epoch=h.integer("num_items_per_epoch", 0, least=0),
        dtype=DTYPES[model.one_of("torch_dtype", list(DTYPES), "torch.float32")],
        precision=precision_of(trainer),
        max_length=tokenizer.integer("model_max_length", None, least=4),
        peft=peft.values,
        most_splits=64 if auto else 2,
        max_gradient_norm=trainer.number("max_grad_norm", 1.0),
    )


def problem_type(model):
    """model_config.problem_type; independent concepts where it is absent."""
    choices = ["multi_label_classification", "single_label_classification"]
    return model.one_of("problem_type", choices, choices[0])


def plan_of(job, h, trainer):
    """The optimization: trainer_config's names give the defaults, flat names win."""
    is_small = job.base_model.startswith("config:")
    rate = trainer.number("learning_rate", 1e-3 if is_small else 5e-5)
    epochs = trainer.integer("num_train_epochs", 3)
    plan = optimization_from(h, rate, epochs, trainer.integer("per_device_train_batch_size", 8))
    if "weight_decay" not in h:
        plan = replace(plan, weight_decay=trainer.number("weight_decay", 0.0))
    if "warmup_iters" not in h:
        plan = replace(plan, warmup_steps=trainer.integer("warmup_steps", 0, least=0))
    if plan.shape == "cosine" and "per_item_min_lrate" not in h:
        plan = replace(
            plan,
            shape=trainer.one_of("lr_scheduler_type", ["linear", "cosine", "constant"], "linear"),
        )
    return plan


def precision_of(trainer):
    """fp16 or bf16 where trainer_config asks for it and there is a GPU."""
    if not torch.cuda.is_available():
        return "fp32"
    return "fp16" if trainer.boolean("fp16") else "bf16" if trainer.boolean("bf16") else "fp32"


def check_base_model(job, model):
    """PlatformFault where model_config names another base model than the job's `hub:` one."""
    named = model.text("pretrained_model_name") or model.text("pretrained_model_name_or_path")
    if named and job.base_model.startswith("hub:") and job.base_model != f"hub:{named}":
        text = f"model_config names {named}, the job's baseModel is {job.base_model}"
        raise PlatformFault("base-model-mismatch", text)
