"""The settings of PatchCore, from flat hyperparameters and from anomalib's own JSON. Values only:
nothing in the JSON is imported or run."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..contract.failures import PlatformFault, UserFault
from ..contract.job import Job
from .hyperparameters import Hyperparameters
from .incremental_settings import names_of

VALUES = [
    "image_size",
    "layers",
    "coreset_sampling_ratio",
    "num_neighbors",
    "pretext_epochs",
    "batch_size",
    "lrate",
    "seed",
]
# Of anomalib's files: where it keeps the values above, and what it has beside them and nothing
# here depends on.
MODEL = ["coreset_sampling_ratio", "num_neighbors", "layers", "pre_trained"]
DATA = ["image_size", "train_batch_size"]
PARTS = {"model": MODEL, "dataset": DATA, "data": DATA}
CLASS = ["class_path", "init_args"]
UNUSED = ["name", "backbone", "eval_batch_size", "num_workers", "format", "task"]
CLASSES = ["Patchcore", "anomalib.models.Patchcore", "patchcore"]


@dataclass(frozen=True)
class AnomalySettings:
    """`size` (w, h) of the pixels; `layers` of the backbone, the finest first; `ratio` of the
    normal patches that is remembered; `pretext_epochs` of learning to tell altered images."""

    size: tuple[int, int]
    layers: tuple[str, ...]
    ratio: float
    neighbours: int
    pretext_epochs: int
    batch_size: int
    rate: float
    seed: int
    pretrained: bool


def read_settings(job: Job, known: Sequence[str]) -> AnomalySettings:
    """The AnomalySettings of the job; `known` are the recipe's names. What is wrong inside of
    anomalib_config_json is the user's fault, `hyperparameter-invalid`: the control plane takes
    that text as it is."""
    given = Hyperparameters(job.hyperparameters, names_of(job, known)).values
    flat = {name: value for name, value in given.items() if name in known}
    text = flat.pop("anomalib_config_json", None)
    try:
        nested = flattened(as_object(text))
        checked = settings_of(Hyperparameters(nested, [*VALUES, *MODEL]), job)
    except PlatformFault as fault:
        raise UserFault("hyperparameter-invalid", f"anomalib_config_json: {fault}") from fault
    if not flat:
        return checked
    return settings_of(Hyperparameters({**nested, **flat}, [*VALUES, *MODEL]), job)


def as_object(value: Sequence[int] | dict[str, Any] | str | None) -> dict[str, Any]:
    """The JSON as a dict; it may come as an object, as text, or empty."""
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError as error:
            raise PlatformFault("hyperparameter-invalid", f"not valid JSON: {error}") from error
    if value is not None and not isinstance(value, dict):
        raise PlatformFault("hyperparameter-invalid", f"an object, not {value!r}")
    return value or {}


def flattened(config: dict[str, Any]) -> dict[str, Any]:
    """anomalib's nested names as flat ones; Hyperparameters refuses what is unknown."""
    Hyperparameters(config, [*VALUES, *MODEL, *UNUSED, *PARTS, "seed_everything"])
    flat = {name: value for name, value in config.items() if name in VALUES + MODEL}
    if "seed_everything" in config:
        flat["seed"] = config["seed_everything"]
    for part, names in PARTS.items():
        group = config.get(part)
        if part == "model" and isinstance(group, str):
            group = {"class_path": group}
        inner = Hyperparameters({part: group}, PARTS).group(part, [*names, *UNUSED, *CLASS])
        inner.one_of("class_path", CLASSES, None)
        arguments = inner.group("init_args", [*names, *UNUSED])
        flat |= {n: v for n, v in {**inner.values, **arguments.values}.items() if n in names}
    if "train_batch_size" in flat:
        flat["batch_size"] = flat.pop("train_batch_size")
    return flat


def settings_of(h: Hyperparameters, job: Job) -> AnomalySettings:
    """The settings with the defaults of the base model."""
    small = job.base_model.startswith("config:")
    size = [int(n) for n in h.numbers("image_size", (64,) if small else (256,), maximum=2)]
    layers = layers_of(h, ["layer1", "layer2"] if small else ["layer2", "layer3"])
    seed = h.integer("seed", -1, minimum=-1)
    return AnomalySettings(
        size=(size[0], size[-1]),
        layers=layers,
        ratio=h.number("coreset_sampling_ratio", 0.01 if small else 0.1, minimum=1e-6, maximum=1.0),
        neighbours=h.integer("num_neighbors", 9),
        pretext_epochs=h.integer("pretext_epochs", 8 if small else 0, minimum=0),
        batch_size=h.integer("batch_size", 16),
        rate=h.number("lrate", 4e-3 if small else 1e-4),
        seed=job.seed if seed == -1 else seed,
        pretrained=h.boolean("pre_trained", True),
    )


def layers_of(h: Hyperparameters, default: Sequence[str]) -> tuple[str, ...]:
    """["layer2", "layer3"] as transformers calls them: ("stage2", "stage3")."""
    layers = h.values.get("layers") or default
    names = [f"layer{n}" for n in range(1, 5)]
    if not isinstance(layers, list) or not all(name in names for name in layers):
        # The control plane knows it as a list of any texts.
        fault = h.invalid("layers", f"a list of {', '.join(names)}")
        raise UserFault(fault.code, str(fault))
    return tuple(sorted({name.replace("layer", "stage") for name in layers}))
