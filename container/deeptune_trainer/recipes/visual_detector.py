"""visual-detector: a detector of the DETR kind. Read it from top to bottom."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from transformers import AutoModelForObjectDetection

from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log, log_counts, log_evaluation, log_model
from ..data.dataset import DatasetVersion
from ..data.images import write_processor_config
from ..data.regions import RegionRow, read_regions
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
from ..metrics.regions.detection_metrics import detection_metrics, detection_report
from ..models.background import TakenOver, unmarked, with_objects
from ..models.base.dense_models import extend_classes, freeze_stages, limit_queries, object_detector
from ..models.detection import (
    DetectionInputs,
    Found,
    ScaledBatches,
    aligned,
    detection_collator,
    find_in_rows,
    resize_range,
)
from ..models.incremental import Parent, load_parent_model, read_parent
from ..settings.hyperparameters import Hyperparameters
from ..settings.incremental_settings import incremental_settings, names_of

HYPERPARAMETERS = [
    "image_size",
    "random_resize_lower",
    "random_resize_upper",
    "keep_aspect_ratio",
    "max_aspect_ratio",
    "batch_size",
    "num_epochs",
    "early_stopping_patience",
    "min_samples_per_epoch",
    "per_item_lrate",
    "per_item_min_lrate",
    "lrate",
    "weight_decay",
    "warmup_iters",
    "warmup_ratio",
    "flip_probability",
    "flip_direction",
    "pretrained_weights",
    "load_from",
    "frozen_stages",
    "use_focal_loss",
    "seed",
]
# Published for networks with anchors, or of an older service; they are accepted and change
# nothing here: a DETR has no anchors, and its boxes belong to queries, not to concepts.
WITHOUT_EFFECT = [
    "use_perclass_regression",
    "anchor_ratios",
    "pretrain_base_data",
    "base_model",
    "continue_from_eid",
]
# RT-DETR's own weights were trained on shares of 255, and the small one on -1 to 1.
COLOURS = {"hub": ((0.0,) * 3, (1.0,) * 3), "config": ((0.5,) * 3, (0.5,) * 3)}
WARMUP_STEPS = 20  # without any, the first steps of a DETR undo what its weights knew
MAX_GRADIENT_NORM = 0.1  # DETR's


def train(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Trains, evaluates and exports the job below `paths`. Raises TrainingFault."""
    progress = Progress(paths.progress)

    # Settings
    h = Hyperparameters(job.hyperparameters, names_of(job, HYPERPARAMETERS + WITHOUT_EFFECT))
    incremental = incremental_settings(h)
    seed = h.integer("seed", -1, minimum=-1)
    seed = job.seed if seed == -1 else seed
    pretrained = h.text("pretrained_weights") != "None" and h.text("load_from") != ""
    origin = job.base_model.partition(":")[0]
    plan = optimization_from(h, {"config": 2e-3}.get(origin, 5e-5), 12, default_batch_size=8)
    if "warmup_iters" not in h:
        plan = replace(plan, warmup_steps=WARMUP_STEPS)
    epochs = epoch_settings(h)

    # Data
    data = with_validation_part(read_regions(job, paths), epochs, seed)
    log_counts(job, data)
    ids = [concept.id for concept in job.concepts]

    # Model
    device = prepare_compute(job.base_model)
    seed_all(seed)
    parent = read_parent(job, paths)
    checkpoint = newest_complete(paths.checkpoints, job.identity)
    images = whole_images_from(
        h, [parent.folder if parent else None, paths.base_model], COLOURS[origin]
    )
    min_size, max_size = resize_range(h, images.size)
    canvas = images.canvas(tuple(map(min, min_size, images.size)))
    if parent:
        model = load_parent_model(parent, AutoModelForObjectDetection)
        model = extend_classes(model, list(parent.concept_ids), ids)
    else:
        model = object_detector(job, paths, pretrained)
    limit_queries(model, canvas)
    # Without focus every place counts alike, found or not.
    model.config.focal_loss_gamma = 2.0 if h.boolean("use_focal_loss", True) else 0.0
    if "frozen_stages" in h and (parent or (origin == "hub" and pretrained)):
        log(f"{freeze_stages(model, h.integer('frozen_stages'))} backbone stages do not learn")
    model.to(device)
    log_model(job, parent, model)

    # Old objects that nobody marked on the new images
    taken_over = None
    if parent and incremental.distillation_weight:
        data, taken_over = with_old_objects(data, parent, job, paths, images, stop)

    # Inputs
    direction = h.one_of("flip_direction", ["horizontal", "vertical"], "horizontal")
    inputs = DetectionInputs(data.train, paths, images, direction)
    held_out = DetectionInputs(data.test, paths, images)
    unlearned = DetectionInputs(data.validation, paths, images)
    items = max(len(inputs), h.integer("min_samples_per_epoch", 0, minimum=0))
    flips = h.number("flip_probability", 0.0, maximum=1.0)
    batches = ScaledBatches(
        len(inputs), plan.batch_size, seed, items, flips, min_size=min_size, max_size=max_size
    )

    # Before training: the model as it is, and the parent on the same held-out data
    untrained = find_in_rows(model, held_out, stop.evaluation_is_over)
    parent_held_out = metrics_of_parent(parent, job, data, paths, stop) if parent else None
    setup_seconds = since(stop.started)
    total = plan.epochs * batches.steps_per_epoch
    log(f"setup took {setup_seconds:.1f} s; {plan.epochs} epochs, {total} steps")

    def validation_map50() -> float:
        found = find_in_rows(model, unlearned, stop.evaluation_is_over)
        return detection_metrics(data.validation, found, ids)["map50"]

    validation = validation_of(data, epochs, "mAP@.5", validation_map50)
    if checkpoint is None:
        progress.truncate_after(-1)
        progress.write("setup", 0, total, seconds=0.0, metric=validation.measure())

    if parent:
        plan = relearning(plan, incremental.relearning_rate, total)

    # Training
    run = TrainingRun(
        job=job,
        paths=paths,
        stop=stop,
        model=model,
        head=model,
        inputs=inputs,
        collate=detection_collator(canvas),
        batches=batches,
        plan=plan,
        loss=None,
        validation=validation,
        checkpoint=checkpoint,
        max_gradient_norm=MAX_GRADIENT_NORM,
        precision="fp32",  # queries are matched by scipy, which does not support bf16
    )
    outcome = train_model(run)

    # Evaluation
    total = outcome.total
    progress.write("evaluation", outcome.steps, total, seconds=round(outcome.train_seconds, 3))
    began = time.monotonic()
    found = find_in_rows(model, held_out, stop.evaluation_is_over)
    metrics = detection_report(job, data, found, untrained)
    if parent and parent_held_out:
        before = parent_held_out, parent.concept_ids
        metrics |= comparison_of_concepts(metrics["heldOut"], *before, "map50", "ap50")
    metrics |= {"takenOver": taken_over.facts()} if taken_over else {}
    metrics |= times(stop, outcome, setup_seconds, since(began), plan.batch_size)
    log_evaluation(metrics)

    # Export
    def write_model(folder: Path) -> None:
        model.save_pretrained(folder)
        write_processor_config(folder, images.processor_config("RTDetrImageProcessor"))

    finish(job, paths, progress, outcome, total, write_model, metrics)


def with_old_objects(
    data: DatasetVersion,
    parent: Parent,
    job: Job,
    paths: Paths,
    images: WholeImages,
    stop: StopSignal,
) -> tuple[DatasetVersion, TakenOver | None]:
    """The data, whose new images for training and for comparing epochs got the boxes that the
    parent is sure of; None where the new images mark the old concepts themselves. The parent is
    asked as it was: its queries are other ones once there are rows for new classes."""
    ids = [concept.id for concept in job.concepts]
    rows = (*data.train, *data.validation)
    silent = unmarked(rows, [place for place, name in enumerate(ids) if name in parent.concept_ids])
    if not silent:
        return data, None

    model = load_parent_model(parent, AutoModelForObjectDetection)
    model.to(prepare_compute(job.base_model))

    def find(some: list[RegionRow]) -> list[Found]:
        inputs = DetectionInputs(some, paths, images)
        found = find_in_rows(model, inputs, stop.evaluation_is_over)
        return aligned(found, parent.concept_ids, ids)

    train, found = with_objects(data.train, find, silent)
    validation, more = with_objects(data.validation, find, silent)
    counts = [*found, *more]
    taken_over = TakenOver(tuple(ids[place] for place in silent), len(counts), sum(counts))
    taken_over.tell("objects")
    return replace(data, train=train, validation=validation), taken_over


def metrics_of_parent(
    parent: Parent, job: Job, data: DatasetVersion, paths: Paths, stop: StopSignal
) -> dict[str, Any]:
    """The parent's own metrics on the child's held-out rows, with the parent's preprocessing."""
    model = load_parent_model(parent, AutoModelForObjectDetection)
    model.to(prepare_compute(job.base_model))
    inputs = DetectionInputs(data.test, paths, read_whole_images(parent.folder))
    found = find_in_rows(model, inputs, stop.evaluation_is_over)
    ids = [concept.id for concept in job.concepts]
    return detection_metrics(data.test, aligned(found, parent.concept_ids, ids), ids)
