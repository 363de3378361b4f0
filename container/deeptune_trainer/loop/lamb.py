"""LAMB (You et al. 2020, arXiv:1904.00962): Adam whose step for each layer is a share of the
layer's own weights. The rates of "ResNet strikes back" are for it; for Adam they would be many
times too high, since Adam moves every single weight by about the rate."""

from collections.abc import Sequence
from typing import Any

import torch

EPSILON = 1e-6


class Lamb(torch.optim.Optimizer):
    """As AdamW. Biases and normalisations, which begin at 0 or 1 in every layer, take Adam's
    own step."""

    def __init__(
        self,
        params: Sequence[dict[str, Any] | torch.Tensor],
        lr: float,
        weight_decay: float = 0.0,
        betas: tuple[float, ...] = (0.9, 0.999),
    ) -> None:
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay, "betas": betas})

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        """One update of all parameters that have a gradient."""
        loss = None if closure is None else torch.enable_grad()(closure)()
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    update = self.adam_update(parameter, group)
                    parameter.sub_(group["lr"] * trust_in(parameter, update) * update)
        return loss

    def adam_update(self, parameter: torch.Tensor, group: dict[str, Any]) -> torch.Tensor:
        """Adam's direction with decoupled weight decay."""
        state, (fast, slow) = self.state[parameter], group["betas"]
        if not state:
            state["step"] = torch.zeros(())
            state["exp_avg"] = torch.zeros_like(parameter)
            state["exp_avg_sq"] = torch.zeros_like(parameter)
        state["step"] += 1
        step = state["step"].item()
        state["exp_avg"].lerp_(parameter.grad, 1 - fast)
        state["exp_avg_sq"].mul_(slow).addcmul_(parameter.grad, parameter.grad, value=1 - slow)
        spread = (state["exp_avg_sq"] / (1 - slow**step)).sqrt_().add_(EPSILON)
        return state["exp_avg"] / (1 - fast**step) / spread + group["weight_decay"] * parameter


def trust_in(parameter: torch.Tensor, update: torch.Tensor) -> float | torch.Tensor:
    """The length of a layer's weights over that of their update; 1 for vectors and where either is
    0."""
    if parameter.ndim < 2:
        return 1.0
    lengths = parameter.norm(), update.norm()
    is_known = (lengths[0] > 0) & (lengths[1] > 0)
    return torch.where(is_known, lengths[0] / lengths[1], torch.ones_like(lengths[0]))
