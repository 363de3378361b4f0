"""Where a model's weights begin: a small architecture from its configuration (`config:<name>`), or
a pretrained base model that lies staged beside the job (`hub:<id>`, `packaged:<name>`)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForImageClassification,
    AutoModelForSequenceClassification,
    BertConfig,
    LlamaConfig,
    ResNetConfig,
    ViTConfig,
)

from ...contract.failures import PlatformFault
from ...contract.job import Concept, Job
from ...contract.paths import Paths
from ...contract.training_log import log
from .packaged_models import PACKAGED_MODELS

# Small enough to train in seconds on two CPU cores; the numbers of parameters are for 10 classes.
RESNET_SMALL = {  # 0.18 M
    "embedding_size": 24,
    "hidden_sizes": [24, 48, 96],
    "depths": [1, 1, 1],
    "layer_type": "basic",
    "downsample_in_first_stage": False,
}
VIT_SMALL = {  # 0.14 M
    "hidden_size": 64,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "intermediate_size": 128,
}
BERT_SMALL = {  # 0.4 M with a vocabulary of 2,000
    "hidden_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 192,
    "max_position_embeddings": 256,
}
GPT_SMALL = {  # 0.5 M with a vocabulary of 1,500; Llama's blocks learn faster than GPT-Neo's
    "hidden_size": 96,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 256,
    "max_position_embeddings": 256,
    "tie_word_embeddings": True,
}
TEXT_DEFAULT_LENGTH = 256
SMALL_TEXT_MODELS = {
    "config:bert-small": (BertConfig, BERT_SMALL),
    "config:gpt-small": (LlamaConfig, GPT_SMALL),
}


def label_settings(concepts: Sequence[Concept], exclusive: bool) -> dict[str, Any]:
    """The part of a transformers configuration that names the concepts; a label is a concept's
    id."""
    return {
        "id2label": {i: c.id for i, c in enumerate(concepts)},
        "label2id": {c.id: i for i, c in enumerate(concepts)},
        "problem_type": "single_label_classification"
        if exclusive
        else "multi_label_classification",
    }


def image_classifier(
    job: Job, paths: Paths, exclusive: bool, image_size: tuple[int, ...], pretrained: bool = True
) -> Any:
    """A model for the job's concepts from `config:resnet-small`, `config:vit-small` or a staged
    base model."""
    labels = label_settings(job.concepts, exclusive)
    log_start(job, pretrained)
    if job.base_model == "config:resnet-small":
        return AutoModelForImageClassification.from_config(ResNetConfig(**RESNET_SMALL, **labels))
    if job.base_model == "config:vit-small":
        size = (
            (image_size[0], image_size[0]) if len(image_size) == 1 else tuple(reversed(image_size))
        )
        patch = max(1, min(size) // 8)
        config = ViTConfig(**VIT_SMALL, **labels, image_size=list(map(int, size)), patch_size=patch)
        return AutoModelForImageClassification.from_config(config)
    source = base_model_source(job, paths)
    model = from_base_model(AutoModelForImageClassification, source, labels, pretrained)
    return with_torch_momentum(model)


def text_classifier(job: Job, paths: Paths, exclusive: bool, tokenizer: Any, **options: Any) -> Any:
    """A model for the job's concepts from `config:bert-small`, `config:gpt-small` or a staged
    base model; `tokenizer` gives the vocabulary, `options` are from_pretrained's."""
    labels = label_settings(job.concepts, exclusive)
    log_start(job)
    if job.base_model in SMALL_TEXT_MODELS:
        config = small_text_config(job, tokenizer, **labels)
        return AutoModelForSequenceClassification.from_config(config)
    labels["pad_token_id"] = tokenizer.pad_token_id
    source = base_model_source(job, paths)
    return from_base_model(AutoModelForSequenceClassification, source, labels, True, **options)


def text_generator(job: Job, paths: Paths, tokenizer: Any, **options: Any) -> Any:
    """A causal language model from `config:gpt-small` or a staged base model; PlatformFault
    `base-model-unknown` for a base model that does not write."""
    log_start(job)
    if job.base_model == "config:gpt-small":
        return AutoModelForCausalLM.from_config(small_text_config(job, tokenizer))
    source = base_model_source(job, paths)
    special = {"pad_token_id": tokenizer.pad_token_id}
    return from_base_model(AutoModelForCausalLM, source, special, True, **options)


def small_text_config(job: Job, tokenizer: Any, **settings: Any) -> Any:
    """The configuration of a small text model over the tokenizer's vocabulary."""
    kind, sizes = SMALL_TEXT_MODELS[job.base_model]
    special = {"pad_token_id": tokenizer.pad_token_id, "eos_token_id": tokenizer.eos_token_id}
    special |= {"vocab_size": len(tokenizer), "bos_token_id": tokenizer.bos_token_id}
    return kind(**sizes, **special, **settings)


def base_model_source(job: Job, paths: Paths) -> str:
    """The folder that from_pretrained is given: where the base model lies staged. Nothing is ever
    fetched. PlatformFault `base-model-unknown` for a scheme that is none,
    `base-model-unavailable` where the folder is missing or not whole."""
    scheme, _, name = job.base_model.partition(":")
    if scheme not in ("hub", "packaged") or not name:
        raise PlatformFault(
            "base-model-unknown", f"baseModel {job.base_model!r} is not known to this recipe"
        )
    missing = missing_in(paths.base_model)
    if missing:
        text = f"{base_model_name(job)} is not staged for this job: its channel base-model has no"
        raise PlatformFault("base-model-unavailable", f"{text} {', no '.join(missing)}")
    return str(paths.base_model)


def missing_in(folder: Path) -> list[str]:
    """What a staged base model needs and `folder` does not hold, as names of files."""
    if not (folder / "config.json").is_file():
        return ["config.json"]
    index = folder / "model.safetensors.index.json"
    if not index.is_file():
        return [] if any(folder.glob("*.safetensors")) else ["*.safetensors"]
    try:
        shards = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    except (OSError, ValueError, KeyError, AttributeError):
        return [f"readable {index.name}"]
    return sorted(name for name in shards if not (folder / name).is_file())


def base_model_name(job: Job) -> str:
    """The base model as people name it: `packaged/minilm (whose weights)`, or the hub id."""
    scheme, _, name = job.base_model.partition(":")
    if scheme != "packaged":
        return name
    known = PACKAGED_MODELS.get(name)
    return f"packaged/{name} ({known.origin})" if known else f"packaged/{name}"


def log_start(job: Job, pretrained: bool = True) -> None:
    """Says in the log what a training without a parent starts from. `pretrained` false: only the
    configuration of the base model is used."""
    scheme, _, name = job.base_model.partition(":")
    if scheme == "config":
        log(f"starts from nothing: random weights of {name}")
    elif pretrained:
        log(f"starts from {base_model_name(job)}")
    else:
        log(f"starts from nothing: random weights in the shape of {base_model_name(job)}")


def from_base_model(
    auto_class: Any, source: str, labels: dict[str, Any], pretrained: bool, **options: Any
) -> Any:
    """The base model with a fresh head; only its configuration where `pretrained` is false.
    `options` are from_pretrained's; weights are float32 where they name no dtype."""
    try:
        if not pretrained:
            config = AutoConfig.from_pretrained(source, trust_remote_code=False, **labels)
            return auto_class.from_config(config, trust_remote_code=False)
        options = {"dtype": torch.float32, "ignore_mismatched_sizes": True, **options}
        return auto_class.from_pretrained(
            source, use_safetensors=True, trust_remote_code=False, **labels, **options
        )
    except (OSError, ValueError) as error:
        raise PlatformFault("base-model-unavailable", f"{source}: {error}") from error


def head_of(model: Any) -> tuple[str, Any]:
    """The last linear layer that gives one number per concept, as (dotted name, module)."""
    layers = [(n, m) for n, m in model.named_modules() if isinstance(m, torch.nn.Linear)]
    heads = [(n, m) for n, m in layers if m.out_features == model.config.num_labels]
    if not heads:
        raise PlatformFault("head-not-found", f"{type(model).__name__} has no linear head")
    return heads[-1]


def with_torch_momentum(model: Any) -> Any:
    """The model with batch normalisation as torch counts it. Configurations of EfficientNet carry
    TensorFlow's momentum, the share of the old statistics that is kept (0.99); torch takes it as
    the share of the new ones, and would keep little but the last batch's."""
    kept = getattr(model.config, "batch_norm_momentum", None)
    if kept is None or kept <= 0.5:
        return model
    model.config.batch_norm_momentum = 1 - kept
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d) and module.momentum == kept:
            module.momentum = 1 - kept
    log(f"batch normalisation: momentum {1 - kept:.2f}, torch's way of writing {kept:g}")
    return model
