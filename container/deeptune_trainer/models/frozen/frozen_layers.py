"""A base model cut in two: frozen layers that no longer learn, and the last ones, which do."""

import copy
from typing import Any

import torch
from torch import nn
from transformers.modeling_outputs import BaseModelOutputWithPastAndCrossAttentions

from ...contract.failures import PlatformFault, UserFault
from ..base.shared_copies import replaced

ALL, HEAD = "all", "head"
ENTRIES = ("embeddings", "embedder")  # what transformers calls the layers below the first block


class FrozenLayers:
    """The layers of the transformers model `base` below its last `trained` blocks; with `HEAD` all
    of its encoder. From here on they do not learn, and stay in evaluation mode: their batch
    normalisation uses the statistics it was trained with, their dropout is off."""

    def __init__(self, base: Any, trained: Any) -> None:
        self.base, self.trained = base, trained
        self.entry, self.blocks = entry_of(base), blocks_of(base)
        self.count = len(base.encoder.get_submodule(self.blocks))
        is_text = base.main_input_name == "input_ids"
        self.feature_name = "inputs_embeds" if is_text else base.main_input_name
        if trained != HEAD and not 1 <= trained <= self.count:
            text = f"trainable_layers is {trained}, but the base model has {self.count} blocks"
            raise UserFault("hyperparameter-invalid", text)
        for module in self.modules():
            module.requires_grad_(False).eval()

    def modules(self) -> list[Any]:
        """The frozen modules, in the order in which they are passed."""
        entry = self.base.get_submodule(self.entry)
        if self.trained == HEAD:
            return [entry, self.base.encoder]
        return [entry, *self.base.encoder.get_submodule(self.blocks)[: self.count - self.trained]]

    def learning_part(self) -> Any:
        """A copy of the base model, with the same parameters, that takes what `features` gives in
        the place of inputs: `pixel_values`, or `inputs_embeds` with their attention_mask."""
        entry = PassThrough(self.base.get_submodule(self.entry))
        part = replaced(self.base, self.entry, entry)
        if self.trained == HEAD:
            return replaced(part, "encoder", PassedEncoder(self.base.encoder))
        blocks = self.base.encoder.get_submodule(self.blocks)[self.count - self.trained :]
        return replaced(part, f"encoder.{self.blocks}", blocks)

    @torch.no_grad()
    def features(self, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """What the frozen layers make of a batch {name: tensor} for the base model: another such
        batch, for the learning part, whose features are called `feature_name`.

        Before the head a feature map is its mean per channel, and of a text's tokens only the first
        is kept: poolers of transformers look at nothing else.
        """
        hidden, mask = self.hidden_states(inputs), inputs.get("attention_mask")
        if self.trained == HEAD and hidden.ndim == 4:
            hidden = hidden.mean((2, 3), keepdim=True)
        if mask is None:
            return {self.feature_name: hidden}
        if self.trained == HEAD:
            hidden, mask = hidden[:, :1], mask[:, :1]
        return {self.feature_name: hidden, "attention_mask": mask}

    def hidden_states(self, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
        """What reaches the first block that learns, or the head; nothing above is computed."""
        if self.trained == HEAD:
            hook = self.base.encoder.register_forward_hook(leave_with_output)
        else:
            blocks = self.base.encoder.get_submodule(self.blocks)
            hook = blocks[self.count - self.trained].register_forward_pre_hook(
                leave_with_input, with_kwargs=True
            )
        try:
            self.base(**inputs)
        except Reached as reached:
            return reached.hidden
        finally:
            hook.remove()
        raise unsupported(self.base)

    def attached(self, part: Any) -> Any:
        """The learning part `part` with the frozen layers before it: takes the inputs themselves.
        Names of parameters are those of the part, so that a checkpoint of one fits the other."""
        twin, layers = copy.copy(part), self

        def forward(*values: Any, **named: Any) -> Any:
            names = (layers.base.main_input_name, "attention_mask")
            inputs = dict(zip(names, values, strict=False)) | named
            own = {name: inputs.pop(name) for name in names if name in inputs}
            return part(**(inputs | layers.features(own)))

        twin.forward = forward
        return twin


class Reached(Exception):
    """Ends a forward pass where the frozen layers end."""

    def __init__(self, hidden: torch.Tensor) -> None:
        super().__init__()
        self.hidden = hidden


def leave_with_input(
    module: Any, values: tuple[torch.Tensor | None, ...], named: dict[str, Any]
) -> None:
    """A forward pre-hook that ends the pass with the module's first input."""
    del module
    raise Reached(values[0] if values else named["hidden_states"])


def leave_with_output(module: Any, values: tuple[torch.Tensor, ...], output: Any) -> None:
    """A forward hook that ends the pass with the module's last hidden state."""
    del module, values
    raise Reached(output[0])


class PassThrough(nn.Module):
    """In the place of `original`, gives its first input back. Asked for an attribute, such as a
    weight whose number type is looked up, it answers as `original` does."""

    def __init__(self, original: Any) -> None:
        super().__init__()
        self.__dict__["original"] = original  # not a submodule: its parameters are not the part's

    def forward(self, *values: Any, **named: Any) -> torch.Tensor:
        given = (*values, *named.values())
        return next(
            value for value in given if torch.is_tensor(value) and value.is_floating_point()
        )

    def __getattr__(self, name: str) -> None:
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(self.__dict__["original"], name)


class PassedEncoder(PassThrough):
    """A PassThrough in the place of an encoder."""

    def forward(self, *values: Any, **named: Any) -> Any:
        hidden = super().forward(*values, **named)
        return BaseModelOutputWithPastAndCrossAttentions(last_hidden_state=hidden)


def entry_of(base: Any) -> str:
    """The name of what comes before the first block; PlatformFault where it is not found."""
    children = dict(base.named_children())
    found = [name for name in ENTRIES if name in children]
    if not found or "encoder" not in children:
        raise unsupported(base)
    return found[0]


def blocks_of(base: Any) -> str:
    """The name of the list of blocks in the encoder; PlatformFault where it is not found."""
    lists = [n for n, m in base.encoder.named_children() if isinstance(m, nn.ModuleList)]
    if not lists:
        raise unsupported(base)
    return lists[0]


def unsupported(base: Any) -> Any:
    """The fault of a base model whose layers this module does not know how to tell apart."""
    text = f"{type(base).__name__} cannot be cut into frozen and trained layers"
    return PlatformFault("trainable-layers-unsupported", text)
