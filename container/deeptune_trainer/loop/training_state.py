"""What a checkpoint holds: weights, optimizer, schedule and random state as safetensors and
JSON. No pickle, ever."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from ..contract.failures import PlatformFault
from ..device.compute import device_name


def learned_state(model: Any) -> dict[str, torch.Tensor]:
    """name -> CPU tensor of what training changes: trainable parameters and buffers, without
    aliases."""
    learned = {n for n, p in model.named_parameters() if p.requires_grad}
    learned |= {n for n, _ in model.named_buffers()}
    state, seen = {}, set()
    for name, tensor in model.state_dict().items():
        if name not in learned or (tensor.data_ptr() in seen and tensor.numel()):
            continue
        seen.add(tensor.data_ptr())
        state[name] = tensor.detach().cpu().contiguous().clone()
    return state


def write_training_state(folder: Path, model: Any, optimizer: Any, scheduler: Any) -> None:
    """Writes weights, optimizer, schedule and random state as safetensors and JSON, never as a
    pickle."""
    save_file(learned_state(model), folder / "model.safetensors")
    state = optimizer.state_dict()
    tensors: dict[str, torch.Tensor] = {}
    numbers: dict[str, Any] = {}
    for index, entries in state["state"].items():
        for key, value in entries.items():
            target = tensors if torch.is_tensor(value) else numbers
            target[f"{index}.{key}"] = (
                value.detach().cpu().contiguous() if torch.is_tensor(value) else value
            )
    tensors["random.cpu"] = torch.get_rng_state()
    device = device_name()
    if device != "cpu":
        tensors[f"random.{device}"] = getattr(torch, device).get_rng_state()
    save_file(tensors, folder / "optimizer.safetensors")
    schedule = {k: v for k, v in scheduler.state_dict().items() if k != "lr_lambdas"}
    facts = {"groups": state["param_groups"], "numbers": numbers, "schedule": schedule}
    (folder / "optimizer.json").write_text(json.dumps(facts), encoding="utf-8")


def read_weights(folder: Path, model: Any) -> None:
    """Loads a checkpoint's weights into `model`; PlatformFault `checkpoint-mismatch` where they
    do not fit."""
    try:
        result = model.load_state_dict(read_tensors(folder / "model.safetensors"), strict=False)
    except RuntimeError as error:  # another shape
        raise PlatformFault("checkpoint-mismatch", f"{folder.name}: {error}") from error
    missing = set(result.missing_keys) & set(learned_state(model))
    if result.unexpected_keys or missing:
        raise PlatformFault(
            "checkpoint-mismatch", f"{folder.name} does not fit the model: {missing or result}"
        )


def read_optimizer(folder: Path, optimizer: Any, scheduler: Any) -> None:
    """Restores optimizer and schedule from a verified checkpoint; PlatformFault
    `checkpoint-mismatch` where they do not fit."""
    tensors = read_tensors(folder / "optimizer.safetensors")
    try:
        facts = json.loads((folder / "optimizer.json").read_text(encoding="utf-8"))
        state: dict[int, dict[str, Any]] = {}
        for name, value in {**tensors, **facts["numbers"]}.items():
            index, key = name.split(".", 1)
            if index != "random":
                state.setdefault(int(index), {})[key] = value
        optimizer.load_state_dict({"state": state, "param_groups": facts["groups"]})
        lambdas = [None] * len(optimizer.param_groups)
        scheduler.load_state_dict({**facts["schedule"], "lr_lambdas": lambdas})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlatformFault("checkpoint-mismatch", f"{folder.name}: {error}") from error


def read_random_state(folder: Path) -> None:
    """Restores torch's generators, the only ones that training draws from."""
    tensors = read_tensors(folder / "optimizer.safetensors")
    try:
        torch.set_rng_state(tensors["random.cpu"])
        device = device_name()
        if device != "cpu" and f"random.{device}" in tensors:
            getattr(torch, device).set_rng_state(tensors[f"random.{device}"])
    except (KeyError, TypeError, RuntimeError) as error:
        raise PlatformFault("checkpoint-mismatch", f"{folder.name}: {error}") from error


def read_tensors(path: Path) -> dict[str, torch.Tensor]:
    """name -> tensor of a safetensors file; PlatformFault `checkpoint-mismatch` where it is
    none."""
    try:
        return load_file(path)
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise PlatformFault("checkpoint-mismatch", f"{path}: {error}") from error
