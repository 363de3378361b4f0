"""Where the weights of detectors and segmenters begin, and how their class layers are extended."""

import math
from collections.abc import Sequence
from typing import Any

import torch
from transformers import (
    AutoModelForObjectDetection,
    AutoModelForSemanticSegmentation,
    RTDetrConfig,
    RTDetrResNetConfig,
    SegformerConfig,
)

from ...contract.failures import PlatformFault
from ...contract.job import Job
from ...contract.paths import Paths
from .architectures import base_model_source, from_base_model, log_start

DETR_BACKBONE = {
    "embedding_size": 16,
    "hidden_sizes": [16, 32, 64],
    "depths": [1, 1, 1],
    "layer_type": "basic",
    "out_indices": [2, 3],
}
# RT-DETR, 0.39 M parameters: of the DETR kinds the one that learns within minutes from nothing,
# since its queries start at the best places of the feature maps and denoising teaches them boxes.
DETR_SMALL = {
    "freeze_backbone_batch_norms": False,
    "encoder_in_channels": [32, 64],
    "feat_strides": [8, 16],
    "encode_proj_layers": [1],
    "decoder_in_channels": [64, 64],
    "num_feature_levels": 2,
    "encoder_hidden_dim": 64,
    "d_model": 64,
    "hidden_expansion": 0.5,
    "encoder_ffn_dim": 128,
    "decoder_ffn_dim": 128,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "decoder_layers": 2,
    "num_queries": 20,
    "num_denoising": 20,
}
SEGFORMER_SMALL = {  # 0.42 M
    "num_encoder_blocks": 3,
    "hidden_sizes": [32, 64, 128],
    "depths": [1, 1, 1],
    "num_attention_heads": [1, 2, 2],
    "sr_ratios": [4, 2, 1],
    "mlp_ratios": [4, 4, 4],
    "patch_sizes": [7, 3, 3],
    "strides": [4, 2, 2],
    "decoder_hidden_size": 64,
    "drop_path_rate": 0.0,
    "classifier_dropout_prob": 0.0,
}
# The layers of the DETR kinds and of SegFormer that have one row per class.
CLASS_LAYERS = {
    "class_embed",
    "enc_score_head",
    "denoising_class_embed",
    "class_labels_classifier",
    "classifier",
}


def dense_labels(ids: Sequence[str]) -> dict[str, Any]:
    """The part of a transformers configuration that names the classes."""
    return {"id2label": dict(enumerate(ids)), "label2id": {id: i for i, id in enumerate(ids)}}


def object_detector(job: Job, paths: Paths, pretrained: bool = True) -> Any:
    """A detector of the job's concepts from `config:detr-small` or `hub:<id>`."""
    labels = dense_labels([concept.id for concept in job.concepts])
    log_start(job, pretrained)
    if job.base_model == "config:detr-small":
        backbone = RTDetrResNetConfig(**DETR_BACKBONE)
        config = RTDetrConfig(backbone_config=backbone, **DETR_SMALL, **labels)
        return with_learnable_norms(AutoModelForObjectDetection.from_config(config))
    source = base_model_source(job, paths)
    if not pretrained:  # frozen statistics of a backbone that never saw an image would be noise
        labels["freeze_backbone_batch_norms"] = False
    model = from_base_model(AutoModelForObjectDetection, source, labels, pretrained)
    return model if pretrained else with_learnable_norms(model)


def segmenter(job: Job, paths: Paths, ids: Sequence[str], pretrained: bool = True) -> Any:
    """A segmenter of the classes `ids` from `config:segformer-small` or `hub:<id>`."""
    labels = dense_labels(ids)
    log_start(job, pretrained)
    if job.base_model == "config:segformer-small":
        config = SegformerConfig(**SEGFORMER_SMALL, **labels)
        return AutoModelForSemanticSegmentation.from_config(config)
    source = base_model_source(job, paths)
    return from_base_model(AutoModelForSemanticSegmentation, source, labels, pretrained)


def with_learnable_norms(model: Any) -> Any:
    """RT-DETR's initialisation gives batch normalisations a weight near 0, from which a network
    without pretrained weights does not learn; the usual 1 instead."""
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.ones_(module.weight)
    return model


def limit_queries(model: Any, canvas: tuple[int, ...]) -> None:
    """An image of `canvas` (height, width) must have a place for each query of RT-DETR."""
    strides = getattr(model.config, "feat_strides", None)
    if strides:
        places = sum(math.ceil(canvas[0] / s) * math.ceil(canvas[1] / s) for s in strides)
        model.config.num_queries = min(model.config.num_queries, places)


def freeze_stages(model: Any, count: int) -> int:
    """Lets the stem and the first `count` stages of the backbone learn no more. Returns how many
    stages there were to freeze."""
    for module in model.modules():
        stages = getattr(getattr(module, "encoder", None), "stages", None)
        if stages is not None and hasattr(module, "embedder"):
            for part in [module.embedder, *stages[:count]]:
                part.requires_grad_(False)
            return min(count, len(stages))
    return 0


def extend_classes(model: Any, parent_ids: Sequence[str], ids: Sequence[str]) -> Any:
    """Gives every class layer rows for the classes `ids`: the row of a shared id is copied,
    wherever it stood, a new one is fresh, and rows beyond the classes (RT-DETR's padding, DETR's
    "no object") stay at the end. PlatformFault `head-not-found` where there is no such layer."""
    replaced: dict[Any, Any] = {}
    for name, layer in list(model.named_modules(remove_duplicate=False)):
        if is_class_layer(name, layer, len(parent_ids)):
            new = replaced.setdefault(id(layer), None) or extended(layer, parent_ids, ids)
            replaced[id(layer)] = new
            outer, _, last = name.rpartition(".")
            setattr(model.get_submodule(outer), last, new)
    if not replaced:
        raise PlatformFault("head-not-found", f"{type(model).__name__} has no class layers")
    for key, value in dense_labels(ids).items():
        setattr(model.config, key, value)
    if hasattr(model, "num_labels"):
        model.num_labels = len(ids)
    return model


def is_class_layer(name: str, layer: Any, count: int) -> bool:
    """Whether it has a row per class, and is named like a layer that does."""
    named = [part for part in name.split(".") if not part.isdigit()]
    if not named or named[-1] not in CLASS_LAYERS or not hasattr(layer, "weight"):
        return False
    return len(layer.weight) in (count, count + 1)


def extended(layer: Any, parent_ids: Sequence[str], ids: Sequence[str]) -> Any:
    """A layer of the same kind (linear, 1 x 1 convolution or embedding) with a row per class."""
    extra = len(layer.weight) - len(parent_ids)
    rows = len(ids) + extra
    if isinstance(layer, torch.nn.Embedding):
        padding = None if layer.padding_idx is None else rows - 1
        new = torch.nn.Embedding(rows, layer.embedding_dim, padding_idx=padding)
    elif isinstance(layer, torch.nn.Conv2d):
        new = torch.nn.Conv2d(layer.in_channels, rows, layer.kernel_size)
    else:
        new = torch.nn.Linear(layer.in_features, rows)
    new = new.to(layer.weight.device, layer.weight.dtype)
    copy_rows(layer, new, parent_ids, ids)
    return new


@torch.no_grad()
def copy_rows(old: Any, new: Any, parent_ids: Sequence[str], ids: Sequence[str]) -> None:
    """Copies shared rows and rows beyond the classes, with their biases. A new class begins as
    unlikely as the unlikeliest old one, so that it does not disturb the others."""
    torch.nn.init.xavier_uniform_(new.weight.view(len(new.weight), -1))
    pairs = [(ids.index(id), row) for row, id in enumerate(parent_ids) if id in ids]
    extra = len(old.weight) - len(parent_ids)
    pairs += [(len(ids) + i, len(parent_ids) + i) for i in range(extra)]
    for part in ("weight", "bias"):
        if getattr(old, part, None) is not None:
            if part == "bias":
                new.bias.fill_(float(old.bias.min()))
            for to, row in pairs:
                getattr(new, part)[to] = getattr(old, part)[row]
