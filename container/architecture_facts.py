"""Writes core/estimate/work/architecture/architectures.ts: parameters, layers, operations and
activations of every network that a template can start from.

Each is built from its configuration (architecture_networks.py), without its trained weights and
without the internet, and passed at three sizes under torch's FLOP counter: on the meta device,
where tensors have shapes and no numbers; only the detectors, which look at theirs, are on the CPU.

Run: .venv/bin/python container/architecture_facts.py, which takes ten minutes on two cores, then
npx prettier --write on the file. With names of networks it prints their rows instead.
"""

import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode
from transformers import __version__ as transformers_version
from transformers.models.llama import modeling_llama
from transformers.models.mistral import modeling_mistral

from architecture_networks import Network, networks

FILE = Path(__file__).parents[1] / "core/estimate/work/architecture/architectures.ts"
LABELS = 10
# The meta device has no autocast to be switched off.
for module in (modeling_llama, modeling_mistral):
    module.maybe_autocast = lambda **_: contextlib.nullcontext()


class Calls(TorchDispatchMode):
    """Counts the operators that compute (views of a tensor cost next to nothing) and the bytes of
    what they give."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = self.bytes = 0

    def __torch_dispatch__(
        self, function: Any, types: Any, args: tuple = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = function(*args, **(kwargs or {}))
        aliases = [each.alias_info for each in function._schema.returns]
        if any(alias is not None and not alias.is_write for alias in aliases):
            return given
        self.calls += 1
        for tensor in given if isinstance(given, (list, tuple)) else [given]:
            if torch.is_tensor(tensor):
                self.bytes += tensor.numel() * tensor.element_size()
        return given


class Counter:
    """What was computed within it: `now()` is [operations, operators, bytes given]."""

    def __enter__(self) -> "Counter":
        self.flops, self.calls = FlopCounterMode(display=False), Calls()
        self.flops.__enter__()
        self.calls.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.calls.__exit__(*error)
        self.flops.__exit__(*error)

    def now(self) -> np.ndarray:
        found = [self.flops.get_total_flops(), self.calls.calls, self.calls.bytes]
        return np.array(found, dtype=float)


def counted(work: Callable) -> np.ndarray:
    """[operations, operators, bytes given] of `work()`."""
    with Counter() as counter:
        work()
    return counter.now()


def samples_of(network: Network, size: int, count: int = 1) -> dict[str, Any]:
    """Inputs of this size; of a detector with a box each, so that its loss is computed."""
    if network.unit == "token":
        return {"input_ids": torch.zeros(count, size, dtype=torch.long, device=network.device)}
    return {"pixel_values": torch.zeros(count, 3, size, size, device=network.device)}


def facts_of(network: Network) -> dict[str, Any]:
    """A row of the table."""
    network.config.num_labels = LABELS
    with torch.device(network.device):
        model = network.auto.from_config(network.config, attn_implementation="eager")
    model.train()
    forward = [counted(lambda s=size: model(**samples_of(network, s))) for size in network.sizes]
    middle = network.sizes[1]
    one, three = (counted(lambda n=n: learn(network, model, middle, n)) for n in (1, 3))
    each = (three[1] - one[1]) / 2
    return {
        "unit": network.unit,
        "parameters": sum(p.numel() for p in model.parameters()),
        "tensors": len(list(model.parameters())),
        "layers": int(forward[1][1]),
        "learningCalls": round(one[1] - each),
        **({"callsPerSample": round(each)} if each > 0 else {}),
        # torch counts the weights' gradients of a grouped convolution without its groups
        "learningShare": min(3.0, round(one[0] / forward[1][0], 3)),
        "operations": fitted(network, [found[0] for found in forward]),
        "activations": fitted(network, [found[2] for found in forward]),
        **blocks_of(network, model),
    }


def learn(network: Network, model: Any, size: int, count: int) -> None:
    """One pass forward and back."""
    model.zero_grad(set_to_none=True)  # adding to gradients would count as well
    inputs = samples_of(network, size, count)
    if network.is_detector:
        box = {"class_labels": torch.tensor([0]), "boxes": torch.tensor([[0.5, 0.5, 0.2, 0.2]])}
        model(**inputs, labels=[box] * count).loss.backward()
    else:
        model(**inputs).logits.float().sum().backward()


def fitted(network: Network, values: list[float]) -> list[float]:
    """[constant, per unit, per unit squared], none of them negative."""
    power = 2 if network.unit == "pixel" else 1
    units = np.array([float(size) ** power for size in network.sizes])
    found = np.linalg.solve(np.vander(units, 3, increasing=True), np.array(values))
    if (found < -1e-6 * values[0]).any():  # of a size to a stride: a line instead
        slope = (values[-1] - values[0]) / (units[-1] - units[0])
        found = np.array([max(0.0, values[0] - slope * units[0]), slope, 0.0])
    return [float(f"{max(0.0, value):.5g}") for value in found]


def blocks_of(network: Network, model: Any) -> dict[str, Any]:
    """How many blocks the encoder has, which `trainable_layers` counts, and of the packaged models
    the shares of [operations, operators, bytes given, parameters] that lie above the frozen layers:
    with the head alone, with the last block, with the last two ..."""
    encoder = getattr(model.base_model, "encoder", None)
    lists = [m for m in encoder.children() if isinstance(m, torch.nn.ModuleList)] if encoder else []
    if not lists:
        return {}
    blocks = list(lists[0])
    if not network.name.startswith("packaged/"):
        return {"blocks": len(blocks)}
    cuts: list[np.ndarray] = []
    with Counter() as counter:
        hooks = [b.register_forward_pre_hook(lambda *_: cuts.append(counter.now())) for b in blocks]
        hooks.append(encoder.register_forward_hook(lambda *_: cuts.append(counter.now())))
        model(**samples_of(network, network.sizes[1]))
        whole = counter.now()
    for hook in hooks:
        hook.remove()
    left = [1 - cut / whole for cut in reversed(cuts)]
    trained = trained_shares(model, blocks)
    rows = [[*shares, share] for shares, share in zip(left, trained, strict=True)]
    return {"blocks": len(blocks), "above": [[float(f"{x:.3g}") for x in row] for row in rows]}


def trained_shares(model: Any, blocks: list[Any]) -> list[float]:
    """The shares of the parameters above the frozen layers, as `above` has them."""

    def count(module: Any) -> int:
        return sum(p.numel() for p in module.parameters())

    base, encoder = model.base_model, model.base_model.encoder
    poolers = [m for name, m in base.named_children() if "pooler" in name]
    head = count(model) - count(base) + sum(map(count, poolers))
    top = count(encoder) - sum(map(count, blocks))
    sums = np.cumsum([count(block) for block in reversed(blocks)])
    return [head / count(model), *((head + top + sums) / count(model)).tolist()]


HEAD = """import type {{ ArchitectureFacts }} from './architecture-facts.ts';

/**
 * Written by container/architecture_facts.py ({versions}): do not edit.
 * Operations, a multiply-add being two, and bytes of activations are those of one sample forward:
 * [constant, per pixel or token, per pixel or token squared].
 */
export const architectures: Readonly<Record<string, ArchitectureFacts>> = {{"""


def row_of(network: Network) -> str:
    """A line of the file."""
    facts = facts_of(network).items()
    print(network.name, file=sys.stderr)
    inner = ", ".join(f"{name}: {json.dumps(v)}".replace('"', "'") for name, v in facts)
    return f"  '{network.name}': {{ {inner} }},"


def main(names: list[str]) -> None:
    """Writes the file, or prints the rows of the networks `names`."""
    if names:
        for network in networks():
            if network.name in names:
                print(row_of(network), flush=True)
        return
    rows = [row_of(each) for each in networks()]
    torch_version = torch.__version__.partition("+")[0]
    head = HEAD.format(versions=f"torch {torch_version}, transformers {transformers_version}")
    FILE.write_text("\n".join([head, *rows, "};\n"]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
