"""visual-segmenter: a class for each pixel, by SegFormer. Read it from top to bottom."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from transformers import AutoModelForSemanticSegmentation

from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log, log_counts, log_evaluation, log_model
from ..data.batches import EpochBatches
from ..data.dataset import DatasetVersion
from ..data.images import IMAGENET, write_processor_config
from ..data.regions import read_regions
from ..data.whole_images import WholeImages, read_whole_images, whole_images_from
from ..device.compute import prepare_compute, seed_all
from ..export.artifact import finish
from ..loop.best_epoch import epoch_settings
from ..loop.checkpoints import newest_complete
from ..loop.optimization import optimization_from, relearning
from ..loop.times import since, times
from ..loop.training import TrainingRun, train_model
from ..loop.validation_part import validation_of, with_validation_part
from ..metrics.comparison import comparison_of_concepts
from ..metrics.regions.segmentation_metrics import segmentation_metrics, segmentation_report
from ..models.background import TakenOver, new_rows, pixels_found, unmarked
from ..models.base.dense_models import extend_classes, segmenter
from ..models.incremental import Parent, load_parent_model, read_parent
from ..models.incremental.guidance import pixel_guidance
from ..models.segmentation import (
    SegmentationInputs,
    class_ids,
    segment_rows,
    segmentation_collator,
    segmentation_loss,
    segmented_rows,
)
from ..settings.hyperparameters import Hyperparameters
from ..settings.incremental_settings import incremental_settings, names_of

HYPERPARAMETERS = [
    "image_size",
    "keep_aspect_ratio",
    "max_aspect_ratio",
    "batch_size",
    "num_epochs",
    "early_stopping_patience",
    "per_item_lrate",
    "per_item_min_lrate",
    "lrate",
    "weight_decay",
    "warmup_iters",
    "warmup_ratio",
    "flip_probability",
    "flip_direction",
    "pretrained_weights",
    "seed",
]
COLOURS = {"hub": IMAGENET, "config": ((0.5,) * 3, (0.5,) * 3)}
WARMUP_STEPS = 20
MAX_GRADIENT_NORM = 1.0


def train(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Trains, evaluates and exports the job below `paths`. Raises TrainingFault."""
    progress = Progress(paths.progress)

    # Settings
    h = Hyperparameters(job.hyperparameters, names_of(job, HYPERPARAMETERS))
    incremental = incremental_settings(h)
    seed = h.integer("seed", -1, minimum=-1)
    seed = job.seed if seed == -1 else seed
    pretrained = h.text("pretrained_weights") != "None"
    origin = job.base_model.partition(":")[0]
    plan = optimization_from(h, {"config": 3e-3}.get(origin, 6e-5), 25, default_batch_size=8)
    if "warmup_iters" not in h:
        plan = replace(plan, warmup_steps=WARMUP_STEPS)
    epochs = epoch_settings(h)

    # Data
    data = with_validation_part(read_regions(job, paths), epochs, seed)
    log_counts(job, data)
    ids = [concept.id for concept in job.concepts]
    classes = class_ids(ids)

    # Model
    device = prepare_compute(job.base_model)
    seed_all(seed)
    parent = read_parent(job, paths)
    checkpoint = newest_complete(paths.checkpoints, job.identity)
    images = whole_images_from(
        h, [parent.folder if parent else None, paths.base_model], COLOURS[origin]
    )
    if parent:
        model = load_parent_model(parent, AutoModelForSemanticSegmentation)
        model = extend_classes(model, class_ids(parent.concept_ids), classes)
    else:
        model = segmenter(job, paths, classes, pretrained)
    model.to(device)
    log_model(job, parent, model)

    # Old objects that nobody marked on the new images
    found: dict[str, bytes] = {}
    taken_over = None
    if parent and incremental.distillation_weight:
        found, taken_over = old_pixels(data, parent, ids, model, paths, images, stop)

    # Inputs
    direction = h.one_of("flip_direction", ["horizontal", "vertical"], "horizontal")
    inputs = SegmentationInputs(data.train, paths, images, direction, found)
    held_out = SegmentationInputs(data.test, paths, images)
    unlearned = SegmentationInputs(data.validation, paths, images, found=found)
    flips = h.number("flip_probability", 0.0, maximum=1.0)
    batches = EpochBatches(len(inputs), plan.batch_size, seed, None, flips)

    # Before training: the model as it is, and the parent on the same held-out data
    untrained = segment_rows(model, held_out, classes, stop.evaluation_is_over)
    parent_held_out = metrics_of_parent(parent, job, data, paths, stop) if parent else None
    setup_seconds = since(stop.started)
    total = plan.epochs * batches.steps_per_epoch
    log(f"setup took {setup_seconds:.1f} s; {plan.epochs} epochs, {total} steps")

    def validation_mean_iou() -> float:
        matrices = segment_rows(model, unlearned, classes, stop.evaluation_is_over)
        return segmentation_metrics(matrices, ids)["meanIou"]

    validation = validation_of(data, epochs, "mean IoU", validation_mean_iou)
    if checkpoint is None:
        progress.truncate_after(-1)
        progress.write("setup", 0, total, seconds=0.0, metric=validation.measure())

    # What the parent knew stays
    guidance = None
    if parent:
        old = [place for place, name in enumerate(classes) if name in class_ids(parent.concept_ids)]
        guidance = pixel_guidance(model, old, incremental.distillation_weight)
        plan = relearning(plan, incremental.relearning_rate, total)

    # Training
    run = TrainingRun(
        job=job,
        paths=paths,
        stop=stop,
        model=model,
        head=model,
        inputs=inputs,
        collate=segmentation_collator(images.canvas()),
        batches=batches,
        plan=plan,
        loss=segmentation_loss,
        validation=validation,
        checkpoint=checkpoint,
        max_gradient_norm=MAX_GRADIENT_NORM,
        guidance=guidance,
    )
    outcome = train_model(run)

    # Evaluation
    total = outcome.total
    progress.write("evaluation", outcome.steps, total, seconds=round(outcome.train_seconds, 3))
    began = time.monotonic()
    matrices = segment_rows(model, held_out, classes, stop.evaluation_is_over)
    metrics = segmentation_report(job, data, matrices, untrained)
    if parent and parent_held_out:
        before = parent_held_out, parent.concept_ids
        metrics |= comparison_of_concepts(metrics["heldOut"], *before, "meanIou", "iou")
    metrics |= {"takenOver": taken_over.facts()} if taken_over else {}
    metrics |= times(stop, outcome, setup_seconds, since(began), plan.batch_size)
    log_evaluation(metrics)

    # Export
    def write_model(folder: Path) -> None:
        model.save_pretrained(folder)
        write_processor_config(folder, images.processor_config("SegformerImageProcessor"))

    finish(job, paths, progress, outcome, total, write_model, metrics)


def old_pixels(
    data: DatasetVersion,
    parent: Parent,
    ids: list[str],
    model: Any,
    paths: Paths,
    images: WholeImages,
    stop: StopSignal,
) -> tuple[dict[str, bytes], TakenOver | None]:
    """id -> the packed pixels of old concepts that the parent, which `model` still is, is sure of,
    of the new images for training and for comparing epochs; none where these mark the old concepts
    themselves."""
    rows = new_rows((*data.train, *data.validation))
    silent = unmarked(rows, [place for place, name in enumerate(ids) if name in parent.concept_ids])
    if not silent:
        return {}, None
    inputs, places = SegmentationInputs(rows, paths, images), [1 + place for place in silent]
    found, pixels = dict[str, bytes](), 0
    answers = segmented_rows(model, inputs, stop.evaluation_is_over)
    for answer, row in zip(answers, rows, strict=False):
        packed, count = pixels_found(answer.classes, answer.values, places)
        if count:
            found[row.id], pixels = packed, pixels + count
    taken_over = TakenOver(tuple(ids[place] for place in silent), len(found), pixels)
    taken_over.tell("pixels")
    return found, taken_over


def metrics_of_parent(
    parent: Parent, job: Job, data: DatasetVersion, paths: Paths, stop: StopSignal
) -> dict[str, Any]:
    """The parent's own metrics on the child's held-out rows, with the parent's preprocessing."""
    model = load_parent_model(parent, AutoModelForSemanticSegmentation)
    model.to(prepare_compute(job.base_model))
    inputs = SegmentationInputs(data.test, paths, read_whole_images(parent.folder))
    ids = [concept.id for concept in job.concepts]
    matrices = segment_rows(model, inputs, class_ids(ids), stop.evaluation_is_over)
    return segmentation_metrics(matrices, ids)
