"""Whether a training fits into the GPU's memory, said before it starts and with numbers.

The formulas are the usual ones for transformers: 18 bytes per trained float32 parameter (weight,
gradient, two moments of AdamW, bf16 copy), 34 bytes per token, hidden size and layer with an
attention that does not store its scores, 2 with recomputed activations, 6 per logit. They leave out
what convolutions store; running out of memory in spite of them is still handled by halving.
"""

from dataclasses import dataclass

from ..contract.failures import UserFault
from .compute import device_memory_bytes

MIB = 2**20
A10G_BYTES = 23_028 * MIB  # what ml.g5 instances have
USABLE = 0.92  # the rest is the CUDA context and fragmentation
COPY_BYTES, MOMENTS = 2, 2


@dataclass(frozen=True)
class Workload:
    """What decides the memory of one training step. `tokens` per input; 0: activations unknown."""

    trained: int
    frozen: int = 0
    trained_bytes: float = 4
    frozen_bytes: float = 4
    batch: int = 1
    tokens: int = 0
    hidden: int = 0
    layers: int = 0
    logits: int = 0
    recomputes: bool = False


@dataclass(frozen=True)
class Memory:
    """Predicted bytes of one training step."""

    weights: float
    gradients: float
    optimizer: float
    activations: float

    @property
    def total(self) -> float:
        return self.weights + self.gradients + self.optimizer + self.activations


def predict_memory(w: Workload) -> Memory:
    """The Memory of a Workload under AdamW and autocast."""
    copies = w.trained * (COPY_BYTES if w.trained_bytes == 4 else 0)
    per_layer = w.batch * w.tokens * w.hidden
    stored = (
        2 * per_layer * w.layers + 34 * per_layer if w.recomputes else 34 * per_layer * w.layers
    )
    return Memory(
        weights=w.trained * w.trained_bytes + w.frozen * w.frozen_bytes + copies,
        gradients=w.trained * w.trained_bytes,
        optimizer=w.trained * w.trained_bytes * MOMENTS,
        activations=stored + 6 * w.batch * w.tokens * w.logits,
    )


def gpu_capacity() -> int | None:
    """The GPU's bytes, None without one."""
    return device_memory_bytes()


def refuse_what_does_not_fit(memory: Memory, capacity: int) -> None:
    """UserFault `does-not-fit` where the prediction exceeds what is usable of `capacity` bytes."""
    if memory.total <= USABLE * capacity:
        return
    parts = ("weights", "gradients", "optimizer", "activations")
    shown = ", ".join(f"{name} {getattr(memory, name) / MIB:,.0f}" for name in parts)
    raise UserFault(
        "does-not-fit",
        f"training needs about {memory.total / MIB:,.0f} MiB ({shown}), "
        f"{USABLE * capacity / MIB:,.0f} of the GPU's {capacity / MIB:,.0f} MiB are usable: "
        "choose a smaller base model, adapters (peft_config), fewer bits, shorter or fewer inputs",
    )
