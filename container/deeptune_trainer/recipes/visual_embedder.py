"""visual-embedder: images as vectors, those of one concept close together. Read it from top to
bottom."""

import time
from pathlib import Path
from typing import Any

from torch.utils.data import Subset

from ..contract.failures import UserFault
from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log, log_counts, log_evaluation, log_model
from ..data.augmentation import EpochKeyBatches, TurnedInputs, turned_ids
from ..data.batches import ImageInputs, stack
from ..data.dataset import read_dataset
from ..data.images import preprocessing_for, read_preprocessing, write_processor_config
from ..data.unseen_concepts import rows_to_train, unseen_concepts
from ..device.compute import prepare_compute, seed_all
from ..export.artifact import finish
from ..loop.best_epoch import epoch_settings
from ..loop.checkpoints import newest_complete
from ..loop.optimization import optimization_from, relearning
from ..loop.times import since, times
from ..loop.training import TrainingRun, train_model
from ..loop.validation_part import validation_of, with_validation_part
from ..metrics.gallery import gallery_report
from ..metrics.retrieval import MAX_ROWS, embeddings_of, evenly, recall_at_1, targets_of_rows
from ..metrics.retrieval_report import Questions, comparison, report
from ..models.base.architectures import image_classifier
from ..models.embedding import (
    Embedder,
    extend_proxies,
    feature_count,
    loss_from,
    read_embedder,
    write_embedder,
)
from ..models.frozen.freezing import Freezing, trainable_layers, trained_part
from ..models.incremental import Parent, read_parent
from ..models.incremental.exemplars import keep_exemplars
from ..models.incremental.guidance import embedding_guidance
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
    "init_epochs",
    "step_epochs",
    "num_items_per_epoch",
    "weight_decay",
    "momentum",
    "optimizer",
    "base_gradient_multiplier",
    "flip_probability",
    "flip_direction",
    "turn_probability",
    "shift",
    "logreg",
    "angular_scale",
    "angular_margin",
    "embeddings_size",
    "pretrained_weights",
    "trainable_layers",
    "seed",
]
EMBEDDINGS_SIZE = 512


def train(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Trains, evaluates and exports the job below `paths`. Raises TrainingFault."""
    progress = Progress(paths.progress)

    # Settings
    h = Hyperparameters(job.hyperparameters, names_of(job, HYPERPARAMETERS))
    incremental = incremental_settings(h)
    exclusive = is_exclusive(h)
    seed = h.integer("seed", -1, minimum=-1)
    seed = job.seed if seed == -1 else seed
    pretrained = h.text("pretrained_weights") != "None"
    default_rate = 1e-3 if job.base_model.startswith("config:") else 1e-4
    plan = optimization_from(h, default_rate, default_epochs=10, default_batch_size=64)
    size = tuple(int(n) for n in h.numbers("image_size", (224,), maximum=2))
    turn, shift = (
        h.number("turn_probability", 0.0, maximum=1.0),
        h.number("shift", 0.0, maximum=0.5),
    )
    loss = loss_from(h, exclusive)
    epochs = epoch_settings(h)

    # Data: some concepts are only measured
    data = read_dataset(job, paths, "image", exclusive)
    parent = read_parent(job, paths)
    model, known = read_embedder(parent.folder) if parent else (None, None)
    unseen = unseen_concepts(job, data, known)
    hidden = {place for place, concept in enumerate(job.concepts) if concept.id in unseen}
    # Recall needs two images of a concept: one is the query, the other the match.
    data = with_validation_part(data, epochs, seed, lambda r: not hidden & {*r.positives}, 2)
    rows, trained = rows_to_train(job, data.train, unseen)
    proxy_ids = turned_ids(trained, turn)
    log_counts(job, data)
    log(f"{len(unseen)} concepts are measured and not trained on: {', '.join(unseen) or 'none'}")
    if not any(row.positives for row in rows):
        raise UserFault("no-training-data", "no usable input has a concept to train on")

    # Model
    device = prepare_compute(job.base_model)
    seed_all(seed)
    checkpoint = newest_complete(paths.checkpoints, job.identity)
    preprocessing = preprocessing_for(job, paths, parent, size)
    dimensions = embeddings_size(h, model)
    if model is not None and known is not None:
        model = extend_proxies(model, known["proxies"], proxy_ids)
    else:
        backbone = image_classifier(job, paths, exclusive, size, pretrained).base_model
        shape = (3, size[-1], size[0])
        model = Embedder(backbone, feature_count(backbone, shape), dimensions, len(proxy_ids))
    model.to(device)
    layers = trainable_layers(h, job)
    log_model(job, parent, model)

    # Inputs
    flips = h.number("flip_probability", 0.0, maximum=1.0)
    direction = h.one_of("flip_direction", ["horizontal", "vertical"], "horizontal")
    plain = ImageInputs(rows, paths, preprocessing, len(trained), direction)
    inputs = TurnedInputs(plain, seed, turn, shift)
    held_out_rows = evenly(data.test, MAX_ROWS)
    held_out = ImageInputs(held_out_rows, paths, preprocessing, len(job.concepts))
    unlearned = ImageInputs(data.validation, paths, preprocessing, len(job.concepts))
    per_epoch = h.integer("num_items_per_epoch", 0, minimum=0)
    batches = EpochKeyBatches(len(inputs), plan.batch_size, seed, per_epoch, flips)
    total = plan.epochs * batches.steps_per_epoch

    # The part that learns; it shares its parameters with the whole, which gets exported
    whole, changing = model, bool(flips or turn or shift)
    freezing = Freezing(layers, changing, paths.root, stop)
    datasets = [inputs, held_out, unlearned]
    model, datasets, collate = trained_part(whole, freezing, datasets, stack)
    inputs, held_out, unlearned = datasets

    # Before training: the model as it is, and the parent on the same held-out data
    questions = Questions(job, targets_of_rows(held_out_rows, len(job.concepts)), unseen)
    untrained = embeddings_of(model, held_out, stop.evaluation_is_over)
    of_parent = embeddings_of_parent(parent, held_out, device, stop) if parent else None
    setup_seconds = since(stop.started)
    log(
        f"setup took {setup_seconds:.1f} s; {plan.epochs} epochs of {batches.steps_per_epoch} steps"
    )
    validation = validation_of(
        data,
        epochs,
        "recall at 1",
        lambda: recall_at_1(embeddings_of(model, unlearned, stop.evaluation_is_over), unlearned),
    )
    if checkpoint is None:
        progress.truncate_after(-1)
        progress.write("setup", 0, total, seconds=0.0, metric=validation.measure())

    # What the parent embedded stays comparable
    guidance = None
    if known is not None:
        old = [place for place, name in enumerate(proxy_ids) if name in known["proxies"]]
        guidance = embedding_guidance(model, old, incremental.distillation_weight)
        plan = relearning(plan, incremental.relearning_rate, total)

    # Training
    run = TrainingRun(
        job=job,
        paths=paths,
        stop=stop,
        model=model,
        head=model.head(),
        inputs=inputs,
        collate=collate,
        batches=batches,
        plan=plan,
        loss=loss,
        validation=validation,
        checkpoint=checkpoint,
        has_fixed_shapes=True,
        guidance=guidance,
    )
    outcome = train_model(run)

    # Evaluation
    total = outcome.total
    progress.write("evaluation", outcome.steps, total, seconds=round(outcome.train_seconds, 3))
    began = time.monotonic()
    looked_at = plain if changing else inputs  # as they are, not shifted or turned
    keep_exemplars(
        paths,
        trained,
        rows,
        lambda places: embeddings_of(model, Subset(looked_at, places), stop.evaluation_is_over),
    )
    embeddings = embeddings_of(model, held_out, stop.evaluation_is_over)
    metrics = report(questions, data, held_out, embeddings, untrained)
    if parent and of_parent is not None:
        old_ids = parent.concept_ids
        metrics |= comparison(questions, embeddings, of_parent, old_ids)
        metrics["gallery"] = gallery_report(
            embeddings, of_parent, questions.targets, questions.is_known(old_ids)
        )
        log(f"gallery: {metrics['gallery']['text']}")
    metrics |= times(stop, outcome, setup_seconds, since(began), plan.batch_size)
    log_evaluation(metrics)

    # Export
    facts = {"embeddingsSize": dimensions, "proxies": proxy_ids}
    facts |= {"trainedConcepts": trained, "unseenConcepts": unseen}

    def write_model(folder: Path) -> None:
        write_embedder(folder, whole, facts)
        write_processor_config(folder, preprocessing.processor_config())

    finish(job, paths, progress, outcome, total, write_model, metrics)


def embeddings_size(h: Hyperparameters, parent_model: Embedder | None) -> int:
    """Numbers in an embedding; a child's are its parent's, so that both can be compared."""
    asked = h.integer("embeddings_size", None)
    if parent_model is None:
        return asked or EMBEDDINGS_SIZE
    given = parent_model.projection.out_features
    if asked not in (None, given):
        text = f"embeddings_size is {asked}, but the parent's embeddings have {given} numbers"
        raise UserFault("hyperparameter-of-parent", text)
    return given


def embeddings_of_parent(
    parent: Parent, held_out: ImageInputs, device: str, stop: StopSignal
) -> Any:
    """The parent's own embeddings of the child's held-out rows, with its own preprocessing."""
    model, _ = read_embedder(parent.folder)
    own = read_preprocessing(parent.folder)
    inputs = ImageInputs(held_out.rows, held_out.paths, own, held_out.concept_count)
    return embeddings_of(model.to(device), inputs, stop.evaluation_is_over)
