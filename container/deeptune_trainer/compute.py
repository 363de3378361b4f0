"""What a model computes on, and how: on a GPU bf16, TF32, fused AdamW, recomputed activations.
Without a GPU nothing here changes a number."""

import contextlib
import importlib.util
import os

import torch

# Above this many parameters activations are computed again in the backward pass: a third more
# computing (8 instead of 6 FLOPs per parameter and token) for a fraction of their memory.
CHECKPOINTING_PARAMETERS = 300_000_000
# torch.compile takes about 100 s at the first step and saves about a quarter of a step afterwards,
# so it pays from about 400 s of training on: this many steps of 0.1 s, and only where every step
# has the same shapes, since each new shape compiles again.
COMPILE_FROM_STEPS = 5_000


def prepare_compute(base_model):
    """The device to train or predict on, "cuda" or "cpu".

    A small `config:` model gets one CPU thread, unless OMP_NUM_THREADS says otherwise: its layers
    are too small to share, and threads that wait for each other on a busy laptop made a 9 s
    training take 120 s.
    """
    if torch.cuda.is_available():
        torch.set_float32_matmul_precision("high")  # TF32: ten bits of mantissa, twice the speed
        torch.backends.cudnn.allow_tf32 = True
        return "cuda"
    if base_model.startswith("config:") and "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(1)
    return "cpu"


def best_precision():
    """What Trainer's autocast uses where nothing else is asked for: "bf16" on a GPU that has it."""
    has_bf16 = torch.cuda.is_available() and torch.cuda.is_bf16_supported()
    return "bf16" if has_bf16 else "fp32"


def adamw_settings():
    """Keyword arguments of AdamW: one kernel for all parameters on a GPU."""
    return {"fused": True} if torch.cuda.is_available() else {}


def saves_activations_memory(model):
    """Whether activations are computed again in the backward pass."""
    has_it = getattr(model, "supports_gradient_checkpointing", False)
    is_large = sum(p.numel() for p in model.parameters()) > CHECKPOINTING_PARAMETERS
    return torch.cuda.is_available() and has_it and is_large


def pays_to_compile(total_steps, has_fixed_shapes):
    """Whether torch.compile earns back its own time; it needs a GPU and Triton."""
    has_compiler = torch.cuda.is_available() and importlib.util.find_spec("triton") is not None
    return has_compiler and has_fixed_shapes and total_steps >= COMPILE_FROM_STEPS


def trainer_settings(model, precision, total_steps, has_fixed_shapes):
    """The TrainingArguments that depend on the hardware."""
    compiles = pays_to_compile(total_steps, has_fixed_shapes)
    if compiles:  # a graph that does not compile runs as it is
        torch._dynamo.config.suppress_errors = True
    return {
        "fp16": precision == "fp16",
        "bf16": precision == "bf16",
        "use_cpu": not torch.cuda.is_available(),
        "gradient_checkpointing": saves_activations_memory(model),
        "torch_compile": compiles,
    }


@contextlib.contextmanager
def evaluation_context(model):
    """No gradients; on a GPU autocast where weights are not all float32, so that a float32 head
    fits a bf16 body."""
    kinds = {p.dtype for p in model.parameters()}
    mixes = torch.cuda.is_available() and kinds != {torch.float32}
    with torch.inference_mode(), torch.autocast("cuda", torch.bfloat16, enabled=mixes):
        yield
