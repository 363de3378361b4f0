"""An embedder: a backbone, a projection to unit length, one learned proxy per trained concept."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional
from transformers import AutoModel
from transformers.utils import ModelOutput

HEAD, FACTS = "head.safetensors", "embedder.json"
# Of the loss without a margin: cosines times this are the logits; an independent concept is there
# from a cosine of one half.
SCALE, MIDDLE = 16.0, 0.5
# The arc cosine has no finite slope at its ends.
NEAR_ONE = 1 - 1e-6


@dataclass
class Embedded(ModelOutput):
    """The cosines with the proxies, and the embeddings themselves."""

    logits: torch.Tensor | None = None
    embeddings: torch.Tensor | None = None


class Embedder(nn.Module):
    """`embed(pixels)` [n, 3, h, w] -> [n, dimensions] of unit length; calling it gives `logits`:
    the cosines with the proxies [n, proxies]."""

    base_model_prefix = "backbone"  # what transformers calls the part without the head

    def __init__(self, backbone: Any, features: int, dimensions: int, proxy_count: int) -> None:
        super().__init__()
        self.backbone = backbone
        self.projection = nn.Linear(features, dimensions, bias=False)
        self.proxies = nn.Parameter(torch.randn(proxy_count, dimensions))

    def embed(self, pixel_values: torch.Tensor) -> torch.Tensor:
        return functional.normalize(self.projection(pooled(self.backbone, pixel_values)).float())

    def forward(self, pixel_values: torch.Tensor) -> Any:
        embeddings = self.embed(pixel_values)
        # Halved precision would blur angles of a few hundredths.
        with torch.autocast(pixel_values.device.type, enabled=False):
            cosines = embeddings @ functional.normalize(self.proxies.float()).T
        return Embedded(logits=cosines, embeddings=embeddings)

    def head(self) -> Any:
        """What learns at the full rate."""
        return nn.ModuleList([self.projection, nn.ParameterList([self.proxies])])


def pooled(backbone: Any, pixel_values: torch.Tensor) -> torch.Tensor:
    """One vector per image: the mean over a feature map, or the class token of a transformer."""
    outputs = backbone(pixel_values=pixel_values)
    hidden = outputs.last_hidden_state
    return outputs.pooler_output.flatten(1) if hidden.ndim == 4 else hidden[:, 0]


@torch.no_grad()
def feature_count(backbone: Any, shape: tuple[int, ...]) -> int:
    """The length of the backbone's vector for images of the shape [3, h, w]."""
    return pooled(backbone.eval(), torch.zeros(1, *shape)).shape[1]


def angular_margin_loss(scale: float, margin: float) -> Callable:
    """ArcFace (Deng et al., 2019): softmax over scaled cosines, where the angle to the right proxy
    counts as larger by `margin`. A row's concepts share its weight; a row of none has none."""

    def loss(cosines: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        cosines = cosines.float().clamp(-NEAR_ONE, NEAR_ONE)
        angles = cosines.acos() + margin
        # Beyond half a turn the cosine would rise again; from there on it falls in a straight line.
        straight = cosines - margin * torch.sin(torch.tensor(margin))
        harder = torch.where(angles < torch.pi, angles.cos(), straight)
        logits = scale * torch.where(targets > 0, harder, cosines)
        shares = targets / targets.sum(-1, keepdim=True).clamp(min=1)
        return -(shares * logits.log_softmax(-1)).sum(-1).mean()

    return loss


def proxy_loss(exclusive: bool) -> Callable:
    """Without a margin: softmax over the proxies where each row has one concept, else a sigmoid for
    each of them, summed over the concepts."""
    if exclusive:
        return angular_margin_loss(SCALE, 0.0)

    def independent(cosines: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        logits = SCALE * (cosines.float() - MIDDLE)
        total = functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum")
        return total / len(targets)

    return independent


def loss_from(h: Any, exclusive: bool) -> Callable:
    """ArcFace where the template has its settings, else the loss over proxies without a margin."""
    if "angular_margin" not in h and "angular_scale" not in h:
        return proxy_loss(exclusive)
    return angular_margin_loss(
        h.number("angular_scale", 64.0, minimum=1.0, maximum=1024.0),
        h.number("angular_margin", 0.5, maximum=1.5),
    )


def extend_proxies(model: Embedder, known_ids: Sequence[str], ids: Sequence[str]) -> Embedder:
    """Gives the model one proxy for each of `ids`: that of a known concept is kept, by id."""
    place_of = {concept_id: place for place, concept_id in enumerate(known_ids)}
    proxies = torch.randn(len(ids), model.proxies.shape[1])
    for place, concept_id in enumerate(ids):
        if concept_id in place_of:
            proxies[place] = model.proxies.data[place_of[concept_id]]
    model.proxies = nn.Parameter(proxies)
    return model


def write_embedder(folder: Path, model: Embedder, facts: dict[str, Any]) -> None:
    """The backbone as transformers saves it; projection and proxies; `facts`, JSON-ready."""
    model.backbone.save_pretrained(folder)
    tensors = {"projection": model.projection.weight, "proxies": model.proxies}
    cpu = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    save_file(cpu, folder / HEAD)
    (folder / FACTS).write_text(json.dumps(facts, indent=1), encoding="utf-8")


def read_embedder(folder: Path) -> tuple[Embedder, dict[str, Any]]:
    """(Embedder, facts) of a verified export."""
    backbone = AutoModel.from_pretrained(
        folder, use_safetensors=True, local_files_only=True, trust_remote_code=False
    )
    head = load_file(folder / HEAD)
    (dimensions, features), count = head["projection"].shape, len(head["proxies"])
    model = Embedder(backbone, features, dimensions, count)
    model.load_state_dict({"projection.weight": head["projection"]}, strict=False)
    model.proxies.data = head["proxies"]
    return model, json.loads((folder / FACTS).read_text(encoding="utf-8"))
