"""text-classifier: a sequence classifier on any transformers text model, with LoRA on request.
Read it from top to bottom."""

import time
from functools import partial
from pathlib import Path
from typing import Any

from transformers import AutoModelForSequenceClassification

from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log, log_counts, log_evaluation, log_model
from ..data.batches import EpochBatches, TextInputs, text_collator
from ..data.dataset import DatasetVersion, read_dataset
from ..device.compute import prepare_compute, release_memory, seed_all
from ..export.artifact import finish
from ..loop.checkpoints import newest_complete
from ..loop.gpu_memory_check import refuse_base_model
from ..loop.optimization import relearning
from ..loop.times import since, times
from ..loop.training import TrainingRun, train_model
from ..loop.validation_part import validation_of, with_validation_part
from ..metrics.classification_metrics import accuracy
from ..metrics.classification_report import report
from ..models.base.architectures import head_of, text_classifier
from ..models.classification import classification_loss, scores_of
from ..models.frozen.freezing import Freezing, trained_part
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
from ..models.lora import add_lora, merged
from ..models.quantization import (
    adapters_of,
    loading_options,
    merged_into,
    placed,
    quantization_for,
)
from ..models.text.text_lengths import length_for, tokenizer_for
from ..models.text.tokenization import load_tokenizer, make_tokenizer, with_words_of
from ..models.text.vocabulary import fit_vocabulary
from ..settings.text_hyperparameters import CLASSIFIER, WITHOUT_EFFECT
from ..settings.text_settings import text_settings

HYPERPARAMETERS = CLASSIFIER


def train(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Trains, evaluates and exports the job below `paths`. Raises TrainingFault."""
    progress = Progress(paths.progress)

    # Settings
    settings = text_settings(job, HYPERPARAMETERS + WITHOUT_EFFECT)
    plan, epochs, exclusive = settings.plan, settings.epochs, settings.exclusive

    # Data
    data = read_dataset(job, paths, "text", exclusive)
    data = with_validation_part(data, epochs, settings.seed)
    log_counts(job, data)

    # Model
    device = prepare_compute(job.base_model)
    seed_all(settings.seed)
    parent = read_parent(job, paths)
    checkpoint = newest_complete(paths.checkpoints, job.identity)
    make = partial(make_tokenizer, (row.text for row in data.train))
    tokenizer = tokenizer_for(job, paths, parent, checkpoint, settings, make)
    old_tokenizer = load_tokenizer(parent.folder) if parent else tokenizer
    # Adapters leave the embeddings as they are: a new word's could not learn.
    if parent and not checkpoint and not settings.peft and job.base_model.startswith("config:"):
        tokenizer = with_words_of(tokenizer, (row.text for row in data.train))
    refuse_base_model(job, paths, parent, AutoModelForSequenceClassification, settings, "SEQ_CLS")
    quantization = quantization_for(job, settings.bits)

    trained_before: set[str] = set()

    def load(**options: Any) -> Any:
        if parent is None:
            return text_classifier(job, paths, exclusive, tokenizer, **options)
        model = load_parent_model(parent, AutoModelForSequenceClassification, **options)
        trained_before.update(trained_concepts(model, parent.concept_ids))
        model = fit_vocabulary(model, old_tokenizer, tokenizer)
        return extend_head(model, parent.concept_ids, job.concepts, exclusive)

    model = load(**loading_options(quantization, settings.dtype))
    max_length = length_for(model, tokenizer, settings)
    model = placed(model, device, quantization)
    if settings.peft:
        model = add_lora(model, settings.peft).to(device)
    log_model(job, parent, model)

    # Inputs
    inputs = TextInputs(data.train, len(job.concepts))
    held_out = TextInputs(data.test, len(job.concepts))
    unlearned = TextInputs(data.validation, len(job.concepts))
    collate = text_collator(tokenizer, max_length)
    batches = EpochBatches(len(inputs), plan.batch_size, settings.seed, settings.items_per_epoch)

    # The part that learns; it shares its parameters with the whole, which gets exported
    whole, freezing = model, Freezing(settings.layers, False, paths.root, stop)
    datasets = [inputs, held_out, unlearned]
    model, datasets, collate = trained_part(whole, freezing, datasets, collate)
    inputs, held_out, unlearned = datasets

    # Before training: the model as it is, and the parent on the same held-out data
    untrained, _ = scores_of(model, held_out, collate, exclusive, is_over=stop.evaluation_is_over)
    parent_scores = scores_of_parent(parent, job, data, stop) if parent else None
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
    def teacher() -> Teacher:
        if parent is None or len(tokenizer) == len(old_tokenizer):
            return Teacher(model, inputs, collate)
        # New words are one piece to the child and several to its parent.
        own = load_parent_model(parent, AutoModelForSequenceClassification)
        own = extend_head(own, parent.concept_ids, job.concepts, exclusive).to(device)
        texts = TextInputs(data.train, len(job.concepts))
        return Teacher(own, texts, text_collator(old_tokenizer, max_length))

    loss, taught_inputs = classification_loss(exclusive), inputs
    if parent:
        loss = balanced(loss, data.train, len(job.concepts), exclusive)
        old = [place for place, c in enumerate(job.concepts) if c.id in trained_before]
        facts = (settings.incremental.distillation_weight, 1, stop.evaluation_is_over)
        child = Child(old, len(job.concepts), exclusive, *facts)
        taught_inputs, loss = taught(child, teacher(), inputs, loss)
        steps = plan.epochs * batches.steps_per_epoch
        plan = relearning(plan, settings.incremental.relearning_rate, steps)

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
        write_companions=tokenizer.save_pretrained,
        max_gradient_norm=settings.max_gradient_norm,
        precision=settings.precision,
        max_splits=settings.max_splits,
    )
    outcome = train_model(run)
    mask_untrained_concepts(model, job.concepts, data.train, trained_before)
    if quantization:  # the quantised weights go before the plain ones come
        clock.enter("saving")
        learned = adapters_of(model)
        del run, model, whole
        release_memory()
        whole = model = merged_into(add_lora(load(dtype=settings.dtype), settings.peft), learned)
        model.to(device)
    elif settings.peft:
        whole = model = merged(model)

    # Evaluation
    total = outcome.total
    progress.write("evaluation", outcome.steps, total, seconds=round(outcome.train_seconds, 3))
    began = time.monotonic()
    features = features_of(model, inputs, collate, stop.evaluation_is_over)
    keep_exemplars(paths, [c.id for c in job.concepts], data.train, features)
    scores, targets = scores_of(
        model, held_out, collate, exclusive, is_over=stop.evaluation_is_over
    )
    parent_ids = parent.concept_ids if parent else ()
    metrics = report(job, data, scores, targets, untrained, parent_scores, parent_ids)
    metrics |= times(stop, outcome, setup_seconds, since(began), plan.batch_size)
    log_evaluation(metrics)

    # Export
    def write_model(folder: Path) -> None:
        tokenizer.model_max_length = max_length
        whole.save_pretrained(folder)
        tokenizer.save_pretrained(folder)

    finish(job, paths, progress, outcome, total, write_model, metrics)


def scores_of_parent(parent: Parent, job: Job, data: DatasetVersion, stop: StopSignal) -> Any:
    """The parent's own scores [n, its concepts] on the child's held-out rows, with the parent's
    own tokenizer."""
    model = load_parent_model(parent, AutoModelForSequenceClassification)
    model.to(prepare_compute(job.base_model))
    tokenizer = load_tokenizer(parent.folder)
    exclusive = model.config.problem_type == "single_label_classification"
    collate = text_collator(tokenizer, tokenizer.model_max_length)
    inputs = TextInputs(data.test, len(job.concepts))
    return scores_of(model, inputs, collate, exclusive, is_over=stop.evaluation_is_over)[0]
