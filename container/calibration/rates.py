"""What a machine does in a second: arithmetic, memory, disk, pictures, texts."""

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch.utils._python_dispatch import TorchDispatchMode

from calibration.timing import seconds_of
from deeptune_trainer.data.images import Preprocessing
from deeptune_trainer.data.pictures.decoding import decode_image
from deeptune_trainer.models.text.tokenization import make_tokenizer

SIDE = 768  # of the matrices
COPIED_BYTES, WRITTEN_BYTES = 128 * 2**20, 16 * 2**20
PICTURE, TINY = (512, 512), (16, 16)
LAYERS = 48
WORDS = "the quick brown fox jumps over a lazy dog while seven wizards mix boxing gloves and jars"


def operations_per_second(device: str, threads: int) -> dict[str, float]:
    """{fp32, bf16 on a GPU}: floating-point operations a second of a product of matrices."""
    kinds = {"fp32": torch.float32} | ({"bf16": torch.bfloat16} if device == "cuda" else {})
    side = SIDE if device == "cpu" else 4 * SIDE
    rates = {}
    for name, kind in kinds.items():
        a, b = (torch.ones(side, side, device=device, dtype=kind) for _ in range(2))
        seconds = seconds_of(lambda a=a, b=b: torch.mm(a, b), 4, threads)  # type: ignore[misc]
        rates[name] = 2 * side**3 / seconds
    return rates


def convolution_operations_per_second(device: str, threads: int) -> float:
    """Floating-point operations a second of a convolution as residual networks have them."""
    images = torch.ones(8, 64, 56, 56, device=device)
    kernel = torch.ones(64, 64, 3, 3, device=device)
    seconds = seconds_of(lambda: torch.conv2d(images, kernel, padding=1), 3, threads)
    return 2 * images.shape[0] * 64 * 64 * 9 * 56 * 56 / seconds


def bytes_per_second(device: str, threads: int) -> float:
    """Of the memory: what is read and written while it is copied."""
    source = torch.ones(COPIED_BYTES // 4, device=device)
    target = torch.empty_like(source)
    return 2 * COPIED_BYTES / seconds_of(lambda: target.copy_(source), 3, threads)


class Operators(TorchDispatchMode):
    """Counts the operators that compute; views of a tensor cost next to nothing."""

    count = 0

    def __torch_dispatch__(
        self, function: Any, types: Any, args: tuple = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        aliases = [each.alias_info for each in function._schema.returns]
        is_view = any(alias is not None and not alias.is_write for alias in aliases)
        self.count += 0 if is_view else 1
        return function(*args, **(kwargs or {}))


def seconds_per_operator(device: str, threads: int) -> float:
    """What starting an operator takes: a pass forward and back through layers that have nothing to
    compute, by its operators."""
    parts: list[Any] = []
    for _ in range(LAYERS // 2):
        parts += [torch.nn.Linear(4, 4), torch.nn.LayerNorm(4)]
    network = torch.nn.Sequential(*parts).to(device)
    inputs = torch.ones(2, 4, device=device)

    def go() -> None:
        network.zero_grad(set_to_none=True)
        network(inputs).sum().backward()

    with Operators() as operators:
        go()
    return seconds_of(go, 5, threads) / operators.count


def disk_bytes_per_second(folder: Path) -> float:
    """Of the disk that `folder` is on: written, digested and made durable, as checkpoints are. By
    the wall clock: a disk waits."""
    data = os.urandom(WRITTEN_BYTES)
    # Without a name: a calibration is killed whenever a training begins.
    with tempfile.TemporaryFile(dir=folder) as file:

        def write() -> None:
            file.seek(0)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            hashlib.sha256(data).digest()

        return WRITTEN_BYTES / seconds_of(write, 3, threads=0)


def picture_seconds(size: tuple[int, int], image_format: str) -> float:
    """Decoding a picture of `size` and making pixels of 64 x 64 of it."""
    image = Image.effect_noise(size, 60).convert("RGB")
    file = io.BytesIO()
    image.save(file, image_format)
    data, prepare = file.getvalue(), Preprocessing((64, 64)).pixels
    return seconds_of(lambda: [prepare(decode_image(data)) for _ in range(4)], 3) / 4


def decoding() -> dict[str, float]:
    """{secondsPerRead, decodedPixelsPerSecond}: of a tiny picture, and of each pixel of a large one
    beside."""
    tiny, large = picture_seconds(TINY, "PNG"), picture_seconds(PICTURE, "JPEG")
    pixels = PICTURE[0] * PICTURE[1] - TINY[0] * TINY[1]
    return {
        "secondsPerRead": tiny,
        "decodedPixelsPerSecond": pixels / max(1e-9, large - tiny),
    }


def tokenized_characters_per_second() -> float:
    """Of texts that are cut into tokens in batches, as trainings do."""
    words = WORDS.split()
    texts = [" ".join(words[(i * 7 + j) % len(words)] for j in range(60)) for i in range(64)]
    tokenizer = make_tokenizer(texts, 64)
    options = {"truncation": True, "max_length": 64, "padding": True, "return_tensors": "pt"}
    seconds = seconds_of(lambda: tokenizer(texts, **options), 3)
    return sum(map(len, texts)) / seconds
