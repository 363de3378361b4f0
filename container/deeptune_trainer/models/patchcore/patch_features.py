"""Locally aggregated patch features of a backbone (PatchCore, Roth et al. 2022, arXiv:2106.08265,
section 3.1)."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch.nn import functional
from torch.utils.data import DataLoader
from transformers import (
    MODEL_FOR_BACKBONE_MAPPING,
    AutoConfig,
    AutoModel,
    ResNetBackbone,
    ResNetConfig,
)

from ...contract.failures import PlatformFault, UserFault
from ...contract.job import Job
from ...contract.paths import Paths
from ...contract.phase_clock import clock
from ...data.anomaly_data import AnomalyImages
from ...data.batches import data_workers
from ..base.architectures import RESNET_SMALL, base_model_source, from_base_model, log_start
from ..base.stage_maps import StageMaps

NEIGHBOURHOOD = 3  # patches on a side that a feature is averaged over
BATCH_SIZE = 32


def patch_backbone(job: Job, paths: Paths, layers: tuple[str, ...], pretrained: bool) -> StageMaps:
    """A backbone that gives feature maps, from `config:resnet-small` or a staged base model."""
    log_start(job, pretrained)
    if job.base_model == "config:resnet-small":
        config = ResNetConfig(**RESNET_SMALL)
        return ResNetBackbone(with_features(config, layers))
    source = base_model_source(job, paths)
    try:
        config = AutoConfig.from_pretrained(source, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise PlatformFault("base-model-unavailable", f"{source}: {error}") from error
    if type(config) not in MODEL_FOR_BACKBONE_MAPPING:
        maps = StageMaps(from_base_model(AutoModel, source, {}, pretrained))
        refuse_missing(layers, maps.out_features)
        return maps
    kind, features = MODEL_FOR_BACKBONE_MAPPING[type(config)], with_features(config, layers)
    if not pretrained:
        return kind(features)
    return from_base_model(kind, source, {"out_features": features.out_features}, True)


def with_features(config: Any, layers: tuple[str, ...]) -> Any:
    """The configuration with the layers' feature maps, and the last one for the pretext task."""
    refuse_missing(layers, config.stage_names)
    config.out_features = [
        s for s in config.stage_names if s in layers or s is config.stage_names[-1]
    ]
    return config


def refuse_missing(layers: tuple[str, ...], stages: Sequence[str]) -> None:
    """UserFault where a layer is none of the backbone's."""
    if not set(layers) <= set(stages):
        names = [s.replace("stage", "layer") for s in stages if s != "stem"]
        raise UserFault("hyperparameter-invalid", f"layers: this backbone has {', '.join(names)}")


def patches_of(
    backbone: StageMaps, pixels: torch.Tensor, layers: tuple[str, ...]
) -> tuple[torch.Tensor, tuple[int, int]]:
    """float32 [n, height x width, channels] of a batch, and (height, width) of the finest layer."""
    clock.count_pass(len(pixels))
    maps = dict(zip(backbone.out_features, backbone(pixels).feature_maps, strict=True))
    averaged = [
        functional.avg_pool2d(maps[layer].float(), NEIGHBOURHOOD, 1, NEIGHBOURHOOD // 2)
        for layer in layers
    ]
    shape = averaged[0].shape[-2:]
    scaled = [functional.interpolate(m, size=shape, mode="bilinear") for m in averaged[1:]]
    features = torch.cat([averaged[0], *scaled], dim=1)
    return features.flatten(2).transpose(1, 2), tuple(shape)


def each_batch(
    backbone: StageMaps,
    images: AnomalyImages,
    layers: tuple[str, ...],
    is_over: Callable = lambda: False,
) -> Iterator[tuple[torch.Tensor, torch.Tensor, tuple[int, int]]]:
    """Yields (pixels, patches, shape) of the AnomalyImages, batch by batch, until `is_over()`, but
    at least once. The same numbers each time: no gradients, no randomness."""
    device = next(backbone.parameters()).device
    workers = {"num_workers": data_workers(), "generator": torch.Generator()}
    backbone.eval()
    with torch.inference_mode():
        for place, pixels in enumerate(DataLoader(images, BATCH_SIZE, **workers)):
            if place and is_over():
                return
            yield pixels, *patches_of(backbone, pixels.to(device), layers)
