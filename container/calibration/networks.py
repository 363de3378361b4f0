"""Times the networks that this machine will train, each in the trainer's own loop."""

import contextlib
import importlib.util
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    EfficientNetConfig,
    EfficientNetForImageClassification,
)
from transformers.initialization import no_init_weights

from calibration.timing import Moment, quiet_seconds, seconds_of
from deeptune_trainer.contract.job import Concept, Job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.progress import Progress
from deeptune_trainer.contract.stop import StopSignal
from deeptune_trainer.data.batches import EpochBatches, stack
from deeptune_trainer.device.compute import best_precision, evaluation_context
from deeptune_trainer.loop.optimization import Optimization
from deeptune_trainer.loop.training import DurableTrainer, TrainingRun
from deeptune_trainer.loop.watch import Watch
from deeptune_trainer.models.base.architectures import (
    image_classifier,
    label_settings,
    text_classifier,
    text_generator,
)
from deeptune_trainer.models.base.dense_models import limit_queries, object_detector, segmenter
from deeptune_trainer.models.base.packaged_conversion import LITE0
from deeptune_trainer.models.base.packaged_models import PACKAGED_MODELS
from deeptune_trainer.models.classification import classification_loss
from deeptune_trainer.models.detection import detection_collator
from deeptune_trainer.models.generation import completion_loss
from deeptune_trainer.models.segmentation import segmentation_collator, segmentation_loss

CONCEPTS = tuple(Concept(f"c{i}", f"c{i}") for i in range(10))
WARM_STEPS, TIMED_STEPS, TIMED_PASSES = 1, 3, 2
VOCABULARY = 1500


@dataclass(frozen=True)
class Subject:
    """A network to time. `sizes`: (batch size, pixels on a side or tokens); `make(job, side)` ->
    (model, item, collate, loss); `package`: whose installation it needs."""

    base_model: str
    sizes: Sequence[tuple[int, int]]
    make: Callable[[Job, int], tuple[Any, dict[str, Any], Callable, Callable | None]]
    is_text: bool = False
    package: str | None = None

    @property
    def architecture(self) -> str:
        """`resnet-small`, `packaged/minilm`: what the control plane calls it."""
        scheme, _, name = self.base_model.partition(":")
        return name if scheme == "config" else f"{scheme}/{name}"

    def is_there(self) -> bool:
        """Whether the package that carries it is installed."""
        return self.package is None or importlib.util.find_spec(self.package) is not None


class Tokens:
    """As much of a tokenizer as the configurations of small text models ask for."""

    pad_token_id, bos_token_id, eos_token_id = 0, 2, 3

    def __len__(self) -> int:
        return VOCABULARY


def picture(side: int) -> torch.Tensor:
    """Pixels of one image."""
    return torch.linspace(-1, 1, 3 * side * side).reshape(3, side, side)


def of_images(job: Job, side: int) -> tuple[Any, dict[str, Any], Callable, Callable]:
    """A small image classifier."""
    model = image_classifier(job, NOWHERE, True, (side,))
    item = {"pixel_values": picture(side), "labels": torch.eye(len(CONCEPTS))[0]}
    return model, item, stack, classification_loss(True)


def of_detection(job: Job, side: int) -> tuple[Any, dict[str, Any], Callable, None]:
    """The small detector, two objects in an image."""
    model = object_detector(job, NOWHERE)
    limit_queries(model, (side, side))
    boxes = torch.tensor([[0.3, 0.3, 0.2, 0.2], [0.7, 0.6, 0.3, 0.3]])
    labels = {"class_labels": torch.tensor([0, 1]), "boxes": boxes}
    item = {"pixel_values": picture(side), "labels": labels}
    return model, item, detection_collator((side, side)), None


def of_segmentation(job: Job, side: int) -> tuple[Any, dict[str, Any], Callable, Callable]:
    """The small segmenter."""
    model = segmenter(job, NOWHERE, [concept.id for concept in CONCEPTS])
    labels = torch.arange(side * side).reshape(side, side) % len(CONCEPTS)
    item = {"pixel_values": picture(side), "labels": labels}
    return model, item, segmentation_collator((side, side)), segmentation_loss


def tokens_item(length: int) -> dict[str, torch.Tensor]:
    """The tokens of one text."""
    ids = torch.arange(length) % (VOCABULARY - 4) + 4
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


def of_text_classes(job: Job, length: int) -> tuple[Any, dict[str, Any], Callable, Callable]:
    """The small text classifier."""
    model = text_classifier(job, NOWHERE, True, Tokens())
    item = {**tokens_item(length), "labels": torch.eye(len(CONCEPTS))[0]}
    return model, item, stack, classification_loss(True)


def of_writing(job: Job, length: int) -> tuple[Any, dict[str, Any], Callable, Callable]:
    """The small language model."""
    model = text_generator(job, NOWHERE, Tokens())
    item = tokens_item(length)
    return model, item | {"labels": item["input_ids"]}, stack, completion_loss


def of_minilm(_: Job, length: int) -> tuple[Any, dict[str, Any], Callable, Callable]:
    """MiniLM in its shape: the numbers in it change no time."""
    module = PACKAGED_MODELS["minilm"].module
    spec = importlib.util.find_spec(module)
    folder = Path(str(spec.origin if spec else "")).parent / "model"
    config = AutoConfig.from_pretrained(folder, **label_settings(CONCEPTS, True))
    with no_init_weights():
        model = filled(AutoModelForSequenceClassification.from_config(config))
    item = {**tokens_item(length), "labels": torch.eye(len(CONCEPTS))[0]}
    return model, item, stack, classification_loss(True)


def of_efficientnet(_: Job, side: int) -> tuple[Any, dict[str, Any], Callable, Callable]:
    """EfficientNet-Lite0 in its shape, without the gates that the Lite networks do not have."""
    config = EfficientNetConfig(**LITE0, **label_settings(CONCEPTS, True))
    with no_init_weights():
        model = filled(EfficientNetForImageClassification(config))
    for block in model.efficientnet.encoder.blocks:
        block.squeeze_excite = torch.nn.Identity()
    item = {"pixel_values": picture(side), "labels": torch.eye(len(CONCEPTS))[0]}
    return model, item, stack, classification_loss(True)


def filled(model: Any) -> Any:
    """The model with small equal weights, none of them a denormal number, which would be slow."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(0.01)
    return model


NOWHERE = Paths(Path("/nowhere"))
PICTURES, TEXTS = ((8, 32), (16, 64)), ((4, 32), (16, 64))
SUBJECTS = (
    Subject("config:resnet-small", PICTURES, of_images),
    Subject("config:detr-small", ((2, 64), (8, 96)), of_detection),
    Subject("config:segformer-small", ((2, 64), (8, 96)), of_segmentation),
    Subject("config:bert-small", TEXTS, of_text_classes, is_text=True),
    Subject("config:gpt-small", TEXTS, of_writing, is_text=True),
    Subject(
        "packaged:minilm",
        ((2, 16), (4, 48)),
        of_minilm,
        is_text=True,
        package=PACKAGED_MODELS["minilm"].module,
    ),
    Subject(
        "packaged:efficientnet-lite0",
        ((2, 64), (8, 96)),
        of_efficientnet,
        package=PACKAGED_MODELS["efficientnet-lite0"].module,
    ),
)


class TimedWatch(Watch):
    """Ends a training after a few steps, and knows when each of them was over. It saves nothing."""

    def begin_timing(self) -> None:
        """From here on steps are timed."""
        self.first_step, self.moments = 0, list[Moment]()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> Any:
        if state.global_step >= WARM_STEPS:
            self.moments.append(Moment.now())
        control.should_save = False
        control.should_training_stop = state.global_step >= WARM_STEPS + TIMED_STEPS
        return control


class Repeated(torch.utils.data.Dataset):
    """One item, again and again."""

    def __init__(self, item: dict[str, Any], count: int) -> None:
        self.item, self.count = item, count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, _: Any) -> dict[str, Any]:
        # A collate function may change what it is given.
        return {name: dict(v) if isinstance(v, dict) else v for name, v in self.item.items()}


def timed(subject: Subject, device: str, root: Path) -> list[dict[str, float]]:
    """Its TimedNetworks, one for each size; `root`: a folder that may be written to."""
    with threads_of(subject, device) as threads:
        return [timed_size(subject, size, (device, threads), root) for size in subject.sizes]


def timed_size(
    subject: Subject, size: tuple[int, int], on: tuple[str, int], root: Path
) -> dict[str, float]:
    """The TimedNetwork of (batch size, side or tokens) on (device, threads)."""
    (batch_size, side), (device, threads) = size, on
    job = job_of(subject.base_model)
    model, item, collate, loss = subject.make(job, side)
    model.to(device)
    inputs = Repeated(item, batch_size * (WARM_STEPS + TIMED_STEPS))
    batch = collate([inputs[0] for _ in range(batch_size)])
    forward = forward_seconds(model, batch, threads)
    moments = step_moments(training(job, root, model, inputs, collate, loss, batch_size))
    return {
        "batchSize": batch_size,
        "sampleSize": side if subject.is_text else side * side,
        "forwardSecondsPerPass": forward,
        "trainSecondsPerPass": quiet_seconds(moments, threads),
    }


def forward_seconds(model: Any, batch: dict[str, Any], threads: int) -> float:
    """A pass that only answers."""
    device = next(model.parameters()).device
    given = {name: value.to(device) for name, value in batch.items() if name != "labels"}
    model.eval()
    with evaluation_context(model):
        return seconds_of(lambda: model(**given), TIMED_PASSES, threads)


def training(
    job: Job,
    root: Path,
    model: Any,
    inputs: Repeated,
    collate: Callable,
    loss: Callable | None,
    batch_size: int,
) -> TrainingRun:
    """A training of one epoch, as the recipes make them."""
    return TrainingRun(
        job=job,
        paths=Paths(root),
        stop=StopSignal(),
        model=model.train(),
        head=model,
        inputs=inputs,
        collate=collate,
        batches=EpochBatches(len(inputs), batch_size, seed=1),
        plan=Optimization(batch_size, 1, 1e-6),
        loss=loss,
        precision=best_precision(),
    )


def step_moments(run: TrainingRun) -> list[Moment]:
    """When each of the timed steps was over."""
    watch = TimedWatch(run, Progress(run.paths.progress))
    watch.begin_timing()
    DurableTrainer(run, watch).train()
    return watch.moments


@contextlib.contextmanager
def threads_of(subject: Subject, device: str) -> Iterator[int]:
    """The threads that the trainer would use for it, within; 0 on a GPU."""
    usual = torch.get_num_threads()
    logging.disable(logging.INFO)  # the trainer's own words
    is_small = subject.base_model.startswith("config:")
    if device == "cpu" and is_small and "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(1)
    try:
        yield torch.get_num_threads() if device == "cpu" else 0
    finally:
        logging.disable(logging.NOTSET)
        torch.set_num_threads(usual)


def job_of(base_model: str) -> Job:
    """A job that trains `base_model`."""
    return Job(
        training_job_name="calibration",
        model_version_id="calibration",
        parent_version_id=None,
        model_type="",
        template="",
        recipe="",
        base_model=base_model,
        concepts=CONCEPTS,
        dataset_version_id="",
        dataset_digest="",
        seed=1,
        invalid_data_tolerance_percent=0,
        hyperparameters={},
    )
