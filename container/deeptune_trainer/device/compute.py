"""What a model computes on, and how: on a GPU bf16, TF32, fused AdamW, recomputed activations.
Without CUDA nothing here changes a number."""

import contextlib
import gc
import importlib.util
import os
import platform
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from ..contract.failures import PlatformFault
from ..contract.phase_clock import Device, clock, usable_cores
from ..contract.training_log import log
from .host_memory import host_memory_bytes, processor_name

DEVICES = ("cuda", "mps", "cpu")  # in the order of preference
# Above this many parameters activations are computed again in the backward pass: a third more
# computing (8 instead of 6 FLOPs per parameter and token) for a fraction of their memory.
CHECKPOINTING_PARAMETERS = 300_000_000
# torch.compile takes about 100 s at the first step and saves about a quarter of a step afterwards,
# so it pays from about 400 s of training on: this many steps of 0.1 s, and only where every step
# has the same shapes, since each new shape compiles again.
COMPILE_FROM_STEPS = 5_000


def device_name() -> str:
    """ "cuda", "mps" or "cpu": what DEEPTUNE_DEVICE names, else the best there is.

    Raises PlatformFault `device-unavailable` where it names none of them, or one that is not there.
    """
    asked = os.environ.get("DEEPTUNE_DEVICE", "")
    there = [name for name in DEVICES if is_there(name)]
    if asked and asked not in there:
        text = f"DEEPTUNE_DEVICE is {asked!r}; this machine has {', '.join(there)}"
        raise PlatformFault("device-unavailable", text)
    return asked or there[0]


def is_there(name: str) -> bool:
    """Whether torch can compute on the device of DEVICES."""
    checks = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available}
    return name not in checks or checks[name]()


def has_cuda() -> bool:
    """Whether this process computes on an NVIDIA GPU."""
    return device_name() == "cuda"


def device_facts() -> dict[str, Any]:
    """{device, name, memoryBytes}: the device, what its maker calls it, and the memory that a model
    can have there, None where torch cannot tell."""
    device = device_name()
    if device == "cuda":
        name, memory = torch.cuda.get_device_name(), device_memory_bytes()
    elif device == "mps":
        name, memory = f"{platform.system()} {platform.machine()} GPU", device_memory_bytes()
    else:
        name, memory = processor_name(), host_memory_bytes()
    return {"device": device, "name": name, "memoryBytes": memory}


def device_memory_bytes() -> int | None:
    """The GPU's memory; None on the CPU. Of a GPU that shares the machine's memory (MPS) the part
    that the system recommends at most."""
    device = device_name()
    if device == "cuda":
        return torch.cuda.mem_get_info()[1]
    return torch.mps.recommended_max_memory() if device == "mps" else None


def refuse_unusable_gpu() -> None:
    """PlatformFault `gpu-unavailable` where no CUDA GPU can compute, with torch's own reason, such
    as a driver that is too old. Otherwise the job would train on the CPU, for the GPU's price."""
    try:
        torch.cuda.init()
        (torch.zeros(1, device="cuda") + 1).item()
        reason = "" if has_cuda() else f"DEEPTUNE_DEVICE is {device_name()}"
    except (RuntimeError, AssertionError) as error:  # AssertionError: torch was built without CUDA
        reason = str(error).splitlines()[0]
    if reason:
        raise PlatformFault(
            "gpu-unavailable",
            f"this machine is meant to compute on its GPU, which cannot be used: {reason} "
            f"(torch {torch.__version__}, CUDA {torch.version.cuda or 'none'})",
        )


def prepare_compute(base_model: str) -> str:
    """The device to train or predict on, as device_name(); says which one in the log, and keeps
    transformers from drawing a progress bar there for each file of weights.

    A small `config:` model gets one CPU thread, unless OMP_NUM_THREADS says otherwise: its layers
    are too small to share, and threads that wait for each other on a busy laptop made a 9 s
    training take 120 s.
    """
    from transformers.utils.logging import disable_progress_bar  # here: device.py needs none of it

    disable_progress_bar()
    facts = device_facts()
    memory = f", {facts['memoryBytes'] / 2**30:.1f} GiB" if facts["memoryBytes"] else ""
    log(f"device: {facts['device']} ({facts['name']}{memory})")
    if facts["device"] == "cuda":
        torch.set_float32_matmul_precision("high")  # TF32: ten bits of mantissa, twice the speed
        torch.backends.cudnn.allow_tf32 = True
    elif base_model.startswith("config:") and "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(1)
    threads, version = torch.get_num_threads(), torch.__version__.partition("+")[0]
    clock.computes_on(Device(facts["device"], facts["name"], usable_cores(), threads, version))
    return facts["device"]


def release_memory() -> None:
    """Gives back what nothing refers to any longer, on the host and on the GPU. Also what
    train_model put out of the collector's sight."""
    gc.unfreeze()
    gc.collect()
    if has_cuda():
        torch.cuda.empty_cache()
    elif device_name() == "mps":
        torch.mps.empty_cache()


def best_precision() -> str:
    """What Trainer's autocast uses where nothing else is asked for: "bf16" on a GPU that has it."""
    return "bf16" if has_cuda() and torch.cuda.is_bf16_supported() else "fp32"


def adamw_settings() -> dict[str, bool]:
    """Keyword arguments of AdamW: one kernel for all parameters on a GPU."""
    return {"fused": True} if has_cuda() else {}


def saves_activations_memory(model: Any) -> bool:
    """Whether activations are computed again in the backward pass."""
    has_it = getattr(model, "supports_gradient_checkpointing", False)
    is_large = sum(p.numel() for p in model.parameters()) > CHECKPOINTING_PARAMETERS
    return has_cuda() and has_it and is_large


def pays_to_compile(total_steps: int, has_fixed_shapes: bool) -> bool:
    """Whether torch.compile earns back its own time; it needs a GPU and Triton."""
    has_compiler = has_cuda() and importlib.util.find_spec("triton") is not None
    return has_compiler and has_fixed_shapes and total_steps >= COMPILE_FROM_STEPS


def trainer_settings(
    model: Any, precision: str, total_steps: int, has_fixed_shapes: bool
) -> dict[str, bool]:
    """The TrainingArguments that depend on the hardware."""
    compiles = pays_to_compile(total_steps, has_fixed_shapes)
    if compiles:  # a graph that does not compile runs as it is
        torch._dynamo.config.suppress_errors = True
    return {
        "fp16": precision == "fp16",
        "bf16": precision == "bf16",
        # Else Trainer takes the best device there is by itself, the same as device_name().
        "use_cpu": device_name() == "cpu",
        "gradient_checkpointing": saves_activations_memory(model),
        "torch_compile": compiles,
    }


@contextlib.contextmanager
def evaluation_context(model: Any) -> Iterator[Any]:
    """No gradients; on a GPU autocast where weights are not all float32, so that a float32 head
    fits a bf16 body."""
    kinds = {p.dtype for p in model.parameters()}
    mixes = has_cuda() and kinds != {torch.float32}
    with torch.inference_mode(), torch.autocast("cuda", torch.bfloat16, enabled=mixes):
        yield


def seed_all(seed: int) -> None:
    """Seeds the generators that initialise weights and draw dropout."""
    torch.manual_seed(seed)
    np.random.seed(seed % 2**32)
