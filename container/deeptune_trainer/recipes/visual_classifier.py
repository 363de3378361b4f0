"""visual-classifier: an image classifier on any transformers image model. Read it from top to
bottom."""

import time
from pathlib import Path
from typing import Any

from transformers import AutoModelForImageClassification

from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log, log_counts, log_evaluation, log_model
from ..data.batches import EpochBatches, ImageInputs, stack
from ..data.dataset import DatasetVersion, read_dataset
from ..data.images import preprocessing_for, read_preprocessing, write_processor_config
from ..device.compute import prepare_compute, seed_all
from ..export.artifact import finish
from ..loop.best_epoch import epoch_settings
from ..loop.checkpoints import newest_complete
from ..loop.optimization import optimization_from, relearning
from ..loop.times import since, times
from ..loop.training import TrainingRun, train_model
from ..loop.validation_part import validation_of, with_validation_part
from ..metrics.classification_metrics import accuracy
from ..metrics.classification_report import report
from ..models.base.architectures import head_of, image_classifier
from ..models.classification import classification_loss, scores_of
from ..models.frozen.freezing import Freezing, trainable_layers, trained_part
from ..models.incremental import (
    Parent,
    extend_head,
    load_parent_model,
    mask_untrained_concepts,
    read_parent,
    trained_concepts,
)
from ..models.incremental.balance import balanced
from ..models.incremental.child import Child, Teacher, taught
from ..models.incremental.exemplars import features_of, keep_exemplars
from ..settings.hyperparameters import Hyperparameters, is_exclusive
from ..settings.incremental_settings import incremental_settings, names_of

HYPERPARAMETERS = [
    "image_size",
    "batch_size",
    "num_epochs",
    "early_stopping_patience",
    "per_item_lrate",
    "per_item_min_lrate",
    "lrate",
    "learning_rate_steps",
    "init_epochs",
    "step_epochs",
    "weight_decay",
    "momentum",
    "optimizer",
    "warmup_iters",
    "warmup_ratio",
    "flip_probability",
    "flip_direction",
    "pretrained_weights",
    "trainable_layers",
    "concepts_mutually_exclusive",
    "logreg",
    "num_items_per_epoch",
    "base_gradient_multiplier",
    "average_horizontal_flips",
    "seed",
]
# Published, but they choose Clarifai's own hardware and networks; they are accepted and change
# nothing here.
WITHOUT_EFFECT = [
    "num_gpus",
    "model_cfg",
    "preinit",
    "embeddings_layer",
    "inference_crop_type",
    "enrich_dataset",
]


def train(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Trains, evaluates and exports the job below `paths`. Raises TrainingFault."""
    progress = Progress(paths.progress)

    # Settings
    h = Hyperparameters(job.hyperparameters, names_of(job, HYPERPARAMETERS + WITHOUT_EFFECT))
    exclusive = is_exclusive(h)
    seed = h.integer("seed", -1, minimum=-1)
    seed = job.seed if seed == -1 else seed
    incremental = incremental_settings(h)
    average_flips = h.boolean("average_horizontal_flips")
    pretrained = h.text("pretrained_weights") != "None"
    default_rate = 1e-3 if job.base_model.startswith("config:") else 1e-4
    plan = optimization_from(h, default_rate, default_epochs=10, default_batch_size=64)
    size = tuple(int(n) for n in h.numbers("image_size", (224,), maximum=2))
    epochs = epoch_settings(h)

    # Data
    data = with_validation_part(read_dataset(job, paths, "image", exclusive), epochs, seed)
    log_counts(job, data)

    # Model
    device = prepare_compute(job.base_model)
    seed_all(seed)
    parent = read_parent(job, paths)
    checkpoint = newest_complete(paths.checkpoints, job.identity)
    preprocessing = preprocessing_for(job, paths, parent, size)
    trained_before = set()
    if parent:
        model = load_parent_model(parent, AutoModelForImageClassification)
        trained_before = trained_concepts(model, parent.concept_ids)
        model = extend_head(model, parent.concept_ids, job.concepts, exclusive)
    else:
        model = image_classifier(job, paths, exclusive, size, pretrained)
    model.config.average_horizontal_flips = average_flips
    model.to(device)
    layers = trainable_layers(h, job)
    log_model(job, parent, model)

    # Inputs
    flips = h.number("flip_probability", 0.0, maximum=1.0)
    direction = h.one_of("flip_direction", ["horizontal", "vertical"], "horizontal")
    inputs = ImageInputs(data.train, paths, preprocessing, len(job.concepts), direction)
    held_out = ImageInputs(data.test, paths, preprocessing, len(job.concepts))
    unlearned = ImageInputs(data.validation, paths, preprocessing, len(job.concepts))
    batches = EpochBatches(
        len(inputs), plan.batch_size, seed, h.integer("num_items_per_epoch", 0, minimum=0), flips
    )

    # The part that learns; it shares its parameters with the whole, which gets exported
    whole, changing = model, flips > 0 or average_flips
    freezing = Freezing(layers, changing, paths.root, stop)
    datasets = [inputs, held_out, unlearned]
    model, datasets, collate = trained_part(whole, freezing, datasets, stack)
    inputs, held_out, unlearned = datasets

    # Before training: the model as it is, and the parent on the same held-out data
    untrained, _ = scores_of(
        model, held_out, collate, exclusive, average_flips, stop.evaluation_is_over
    )
    parent_scores = scores_of_parent(parent, job, data, paths, stop) if parent else None
    setup_seconds = since(stop.started)
    log(
        f"setup took {setup_seconds:.1f} s; {plan.epochs} epochs of {batches.steps_per_epoch} steps"
    )
    validation = validation_of(
        data,
        epochs,
        "accuracy",
        lambda: accuracy(
            *scores_of(model, unlearned, collate, exclusive, is_over=stop.evaluation_is_over)
        ),
    )
    if checkpoint is None:
        progress.truncate_after(-1)
        total = plan.epochs * batches.steps_per_epoch
        progress.write("setup", 0, total, seconds=0.0, metric=validation.measure())

    # What the parent knew stays
    loss, taught_inputs = classification_loss(exclusive), inputs
    if parent:
        loss = balanced(loss, data.train, len(job.concepts), exclusive)
        old = [place for place, c in enumerate(job.concepts) if c.id in trained_before]
        facts = (incremental.distillation_weight, 2 if flips else 1, stop.evaluation_is_over)
        child = Child(old, len(job.concepts), exclusive, *facts)
        # The model is still its parent, but for the rows of the head that are new.
        teacher = Teacher(model, inputs, collate)
        taught_inputs, loss = taught(child, teacher, inputs, loss)
        steps = plan.epochs * batches.steps_per_epoch
        plan = relearning(plan, incremental.relearning_rate, steps)

    # Training
    run = TrainingRun(
        job=job,
        paths=paths,
        stop=stop,
        model=model,
        head=head_of(model)[1],
        inputs=taught_inputs,
        collate=collate,
        batches=batches,
        plan=plan,
        loss=loss,
        validation=validation,
        checkpoint=checkpoint,
        has_fixed_shapes=True,
    )
    outcome = train_model(run)
    mask_untrained_concepts(model, job.concepts, data.train, trained_before)

    # Evaluation
    total = outcome.total
    progress.write("evaluation", outcome.steps, total, seconds=round(outcome.train_seconds, 3))
    began = time.monotonic()
    features = features_of(model, inputs, collate, stop.evaluation_is_over)
    keep_exemplars(paths, [c.id for c in job.concepts], data.train, features)
    scores, targets = scores_of(
        model, held_out, collate, exclusive, average_flips, stop.evaluation_is_over
    )
    parent_ids = parent.concept_ids if parent else ()
    metrics = report(job, data, scores, targets, untrained, parent_scores, parent_ids)
    metrics |= times(stop, outcome, setup_seconds, since(began), plan.batch_size)
    log_evaluation(metrics)

    # Export
    def write_model(folder: Path) -> None:
        whole.save_pretrained(folder)
        write_processor_config(folder, preprocessing.processor_config())

    finish(job, paths, progress, outcome, total, write_model, metrics)


def scores_of_parent(
    parent: Parent, job: Job, data: DatasetVersion, paths: Paths, stop: StopSignal
) -> Any:
    """The parent's own scores [n, its concepts] on the child's held-out rows, with the parent's
    own preprocessing."""
    model = load_parent_model(parent, AutoModelForImageClassification)
    model.to(prepare_compute(job.base_model))
    inputs = ImageInputs(data.test, paths, read_preprocessing(parent.folder), len(job.concepts))
    exclusive = model.config.problem_type == "single_label_classification"
    average_flips = getattr(model.config, "average_horizontal_flips", False)
    return scores_of(model, inputs, stack, exclusive, average_flips, stop.evaluation_is_over)[0]
