"""What a checkpoint holds: weights, optimizer, schedule and random state as safetensors and
JSON. No pickle, ever."""

import json

import torch
from safetensors.torch import load_file, save_file

from .failures import PlatformFault


def learned_state(model):
    """name -> CPU tensor of what training changes: trainable parameters and buffers, without
    aliases."""
    trainable = {n for n, p in model.named_parameters() if p.requires_grad}
    frozen = {n for n, _ in model.named_parameters()} - trainable
    state, seen = {}, set()
    for name, tensor in model.state_dict().items():
        if name in frozen or (tensor.data_ptr() in seen and tensor.numel()):
            continue
        seen.add(tensor.data_ptr())
        state[name] = tensor.detach().cpu().contiguous().clone()
    return state


def write_training_state(folder, model, optimizer, scheduler):
    """Writes weights, optimizer, schedule and random state as safetensors and JSON, never as a
    pickle."""
    save_file(learned_state(model), folder / "model.safetensors")
    state, tensors, numbers = optimizer.state_dict(), {}, {}
    for index, entries in state["state"].items():
        for key, value in entries.items():
            target = tensors if torch.is_tensor(value) else numbers
            target[f"{index}.{key}"] = (
                value.detach().cpu().contiguous() if torch.is_tensor(value) else value
            )
    tensors["random.cpu"] = torch.get_rng_state()
    if torch.cuda.is_available():
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    save_file(tensors, folder / "optimizer.safetensors")
    schedule = {k: v for k, v in scheduler.state_dict().items() if k != "lr_lambdas"}
    facts = {"groups": state["param_groups"], "numbers": numbers, "schedule": schedule}
    (folder / "optimizer.json").write_text(json.dumps(facts), encoding="utf-8")


def read_weights(folder, model):
    """Loads a checkpoint's weights into `model`; PlatformFault `checkpoint-mismatch` where they
    do not fit."""
    result = model.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    missing = set(result.missing_keys) & set(learned_state(model))
    if result.unexpected_keys or missing:
        raise PlatformFault(
            "checkpoint-mismatch", f"{folder.name} does not fit the model: {missing or result}"
        )


def read_optimizer(folder, optimizer, scheduler):
    """Restores optimizer and schedule from a verified checkpoint."""
    tensors = load_file(folder / "optimizer.safetensors")
    facts = json.loads((folder / "optimizer.json").read_text(encoding="utf-8"))
    state = {}
    for name, value in {**tensors, **facts["numbers"]}.items():
        index, key = name.split(".", 1)
        if index != "random":
            state.setdefault(int(index), {})[key] = value
    optimizer.load_state_dict({"state": state, "param_groups": facts["groups"]})
    scheduler.load_state_dict(
        {**facts["schedule"], "lr_lambdas": [None] * len(optimizer.param_groups)}
    )


def read_random_state(folder):
    """Restores torch's generators, the only ones that training draws from."""
    tensors = load_file(folder / "optimizer.safetensors")
    torch.set_rng_state(tensors["random.cpu"])
    if torch.cuda.is_available() and "random.cuda" in tensors:
        torch.cuda.set_rng_state(tensors["random.cuda"])
