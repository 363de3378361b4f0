"""text-to-text: a causal language model that learns to complete prompts, with LoRA on request.
Read it from top to bottom."""

import time
from functools import partial
from pathlib import Path
from typing import Any

from transformers import AutoModelForCausalLM

from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log, log_counts, log_evaluation, log_model
from ..data.batches import EpochBatches
from ..data.dataset import DatasetVersion
from ..data.pair_data import (
    PROMPT_END,
    PairInputs,
    count_cut,
    pair_collator,
    read_pairs,
    texts_of,
)
from ..device.compute import prepare_compute, release_memory, seed_all
from ..export.artifact import finish
from ..loop.checkpoints import newest_complete
from ..loop.gpu_memory_check import refuse_base_model
from ..loop.optimization import relearning
from ..loop.times import since, times
from ..loop.training import TrainingRun, train_model
from ..loop.validation_part import validation_of, with_validation_part
from ..metrics.text.text_report import evenly_spaced, text_report
from ..models.base.architectures import text_generator
from ..models.generation import completion_loss, completions_of, likelihood_of
from ..models.incremental import Parent, load_parent_model, read_parent
from ..models.lora import add_lora, merged
from ..models.quantization import (
    adapters_of,
    loading_options,
    merged_into,
    placed,
    quantization_for,
)
from ..models.text.byte_tokenizer import extended, make_byte_tokenizer
from ..models.text.text_lengths import length_for, tokenizer_for
from ..models.text.tokenization import load_tokenizer
from ..models.text.vocabulary import fit_vocabulary
from ..settings.text_hyperparameters import GENERATOR, WITHOUT_EFFECT
from ..settings.text_settings import TextSettings, text_settings

HYPERPARAMETERS = GENERATOR


def train(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Trains, evaluates and exports the job below `paths`. Raises TrainingFault."""
    progress = Progress(paths.progress)

    # Settings
    settings = text_settings(job, HYPERPARAMETERS + WITHOUT_EFFECT)
    plan, epochs = settings.plan, settings.epochs

    # Data
    data = with_validation_part(read_pairs(job, paths), epochs, settings.seed)
    log_counts(job, data)

    # Model
    device = prepare_compute(job.base_model)
    seed_all(settings.seed)
    parent = read_parent(job, paths)
    checkpoint = newest_complete(paths.checkpoints, job.identity)
    make = partial(make_byte_tokenizer, texts_of(data.train))
    tokenizer = tokenizer_for(job, paths, parent, checkpoint, settings, make)
    old_tokenizer = load_tokenizer(parent.folder) if parent else tokenizer
    if parent and not checkpoint and job.base_model.startswith("config:"):
        tokenizer = extended(tokenizer, texts_of(data.train))
    refuse_base_model(job, paths, parent, AutoModelForCausalLM, settings, "CAUSAL_LM")
    quantization = quantization_for(job, settings.bits)

    def load(**options: Any) -> Any:
        if parent is None:
            return text_generator(job, paths, tokenizer, **options)
        model = load_parent_model(parent, AutoModelForCausalLM, **options)
        return fit_vocabulary(model, old_tokenizer, tokenizer)

    model = load(**loading_options(quantization, settings.dtype))
    max_length = length_for(model, tokenizer, settings)
    model = placed(model, device, quantization)
    adapters = adapters_for(job, parent, settings)
    if adapters:
        model = add_lora(model, adapters, "CAUSAL_LM").to(device)
    log_model(job, parent, model)

    # Inputs
    inputs = PairInputs(data.train, tokenizer, max_length)
    held_out = PairInputs(data.test, tokenizer, max_length)
    unlearned = PairInputs(data.validation, tokenizer, max_length)
    log_cut(inputs)
    collate = pair_collator(tokenizer.pad_token_id)
    batches = EpochBatches(len(inputs), plan.batch_size, settings.seed, settings.items_per_epoch)
    asked = evenly_spaced([row for row in data.test if row.target is not None])

    # Before training: the model as it is, or the parent with its own vocabulary
    written_by = partial(
        completions_of,
        rows=asked,
        max_length=max_length,
        max_new_tokens=settings.max_new_tokens,
        is_over=stop.evaluation_is_over,
    )
    starting = model
    if parent and len(tokenizer) > len(old_tokenizer):
        starting = load_parent_model(parent, AutoModelForCausalLM).to(device)
    rows = PairInputs(data.test, old_tokenizer, max_length)
    before = likelihood_of(starting, rows, collate, stop.evaluation_is_over)
    untrained = (before, written_by(starting, old_tokenizer))
    setup_seconds = since(stop.started)
    log(
        f"setup took {setup_seconds:.1f} s; {plan.epochs} epochs of {batches.steps_per_epoch} steps"
    )
    validation = validation_of(
        data,
        epochs,
        "token accuracy",
        lambda: likelihood_of(model, unlearned, collate, stop.evaluation_is_over).token_accuracy,
    )
    if checkpoint is None:
        progress.truncate_after(-1)
        total = plan.epochs * batches.steps_per_epoch
        progress.write("setup", 0, total, seconds=0.0, metric=validation.measure())

    # What the parent knew stays
    if parent:
        steps = plan.epochs * batches.steps_per_epoch
        plan = relearning(plan, settings.incremental.relearning_rate, steps)

    # Training
    run = TrainingRun(
        job=job,
        paths=paths,
        stop=stop,
        model=model,
        head=model.get_output_embeddings(),
        inputs=inputs,
        collate=collate,
        batches=batches,
        plan=plan,
        loss=completion_loss,
        validation=validation,
        checkpoint=checkpoint,
        write_companions=tokenizer.save_pretrained,
        max_gradient_norm=settings.max_gradient_norm,
        precision=settings.precision,
        max_splits=settings.max_splits,
    )
    outcome = train_model(run)
    if quantization:  # the quantised weights go before the plain ones come
        clock.enter("saving")
        learned = adapters_of(model)
        del run, starting, model
        release_memory()
        model = merged_into(add_lora(load(dtype=settings.dtype), adapters, "CAUSAL_LM"), learned)
        model.to(device)
    elif adapters:
        model = merged(model)

    # Evaluation
    total = outcome.total
    progress.write("evaluation", outcome.steps, total, seconds=round(outcome.train_seconds, 3))
    began = time.monotonic()
    after = likelihood_of(model, held_out, collate, stop.evaluation_is_over)
    trained = (after, written_by(model, tokenizer))
    metrics = text_report(data, inputs, held_out, asked, untrained, trained, parent is not None)
    metrics |= times(stop, outcome, setup_seconds, since(began), plan.batch_size)
    log_evaluation(metrics)

    # Export
    def write_model(folder: Path) -> None:
        tokenizer.model_max_length = max_length
        model.config.prompt_end = prompt_end_of(model, data)
        model.config.max_new_tokens = settings.max_new_tokens
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)

    finish(job, paths, progress, outcome, total, write_model, metrics)


def adapters_for(job: Job, parent: Parent | None, settings: TextSettings) -> dict[str, Any]:
    """peft_config, but for a small model's first training: what adapters would adapt is random."""
    if settings.peft and parent is None and job.base_model.startswith("config:"):
        log("peft_config: a small model has no pretrained weights to keep and is trained in full")
        return {}
    return settings.peft


def log_cut(inputs: PairInputs) -> None:
    """Says what is not learnt of rows that are longer than the model reads."""
    count = count_cut(inputs)
    if count:
        longer = f"{count} of {len(inputs)} rows are longer than the {inputs.max_length} tokens"
        log(f"data: {longer} that are read: the beginnings of their prompts are left out")


def prompt_end_of(model: Any, data: DatasetVersion) -> str:
    """What closes a prompt: nothing for a model that has only seen plain text."""
    known = getattr(model.config, "prompt_end", "")
    return PROMPT_END if any(row.target is not None for row in data.train) else known
