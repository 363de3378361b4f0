"""Feature maps of an image model that transformers does not offer as a backbone (EfficientNet)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ...contract.failures import PlatformFault
from .shared_copies import without_open_gates

PROBE = 128  # pixels on a side; a multiple of every stride here
FIRST_STRIDE = 4  # of stage1, as in transformers' ResNet


@dataclass(frozen=True)
class Maps:
    """What a transformers backbone answers, as far as it is used here."""

    feature_maps: tuple


class StageMaps(nn.Module):
    """Answers pixels [n, 3, h, w] with one map per stage, the finest first, as transformers'
    backbones do: `stage1` has a quarter of the image's side, each further one half of the one
    before. A stage's map is the last hidden state of its size."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = without_open_gates(model)
        self.__dict__["whole"] = model  # not a submodule: the same parameters twice
        self.places, self.channels = stages_of(self.model)
        self.out_features = [f"stage{n}" for n in range(1, len(self.places) + 1)]

    def forward(self, pixel_values: torch.Tensor) -> Maps:
        hidden = self.model(pixel_values, output_hidden_states=True).hidden_states
        return Maps(tuple(hidden[place] for place in self.places))

    def save_pretrained(self, folder: Path) -> None:
        """Writes the model as transformers does."""
        self.whole.save_pretrained(folder)


@torch.no_grad()
def stages_of(model: Any) -> tuple[list[int], list[int]]:
    """(places among the hidden states, channels) of the stages; PlatformFault
    `base-model-unknown` for a model whose hidden states are not maps."""
    was_training = model.training
    found = None
    if model.main_input_name == "pixel_values":
        probe = torch.zeros(1, 3, PROBE, PROBE, device=next(model.parameters()).device)
        found = model.eval()(probe, output_hidden_states=True).hidden_states
    model.train(was_training)
    if not found or any(hidden.ndim != 4 for hidden in found):
        text = f"{type(model).__name__} gives no feature maps, PatchCore needs them"
        raise PlatformFault("base-model-unknown", text)
    last = {hidden.shape[-1]: place for place, hidden in enumerate(found)}
    places = [place for side, place in last.items() if side <= PROBE // FIRST_STRIDE]
    return places, [found[place].shape[1] for place in places]
