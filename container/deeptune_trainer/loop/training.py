"""transformers' Trainer made durable: our checkpoints, our data order, our random state. No pickle
is written or read.

The methods with a leading underscore are Trainer's own hooks for saving and resuming (transformers
5.3, pinned).
"""

import functools
import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import accelerate.optimizer
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import PrinterCallback, Trainer, TrainingArguments

from ..contract.failures import UserFault, is_out_of_memory
from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import best_epoch_text, log
from ..data.batches import EpochBatches, worker_settings
from ..device.compute import best_precision, release_memory, trainer_settings
from ..models.incremental.guidance import Guidance
from .best_epoch import Validation
from .checkpoints import newest_complete, write_checkpoint
from .gpu_memory_check import refuse_training
from .optimization import Optimization, build_optimizer
from .training_state import (
    learned_state,
    read_optimizer,
    read_random_state,
    read_weights,
    write_training_state,
)
from .watch import Watch

# accelerate looks on disk for an optimizer package twice at each step.
accelerate.optimizer.is_lomo_available = functools.cache(accelerate.optimizer.is_lomo_available)


@dataclass
class TrainingRun:
    """All that one training needs.

    `loss(logits, labels)` -> scalar tensor, None: the model's own; `guidance`: what a parent adds
    to it; `validation`: how its epochs are compared; `checkpoint` is (folder, manifest) or None;
    `write_companions(folder)` adds files to each checkpoint;
    `max_splits`: how far out-of-memory may cut;
    `has_fixed_shapes`: every batch has tensors of the same shape; `later_steps`: what the recipe
    does after this training, so that progress counts them too.
    """

    job: Job
    paths: Paths
    stop: StopSignal
    model: Any
    head: Any
    inputs: Dataset
    collate: Callable
    batches: EpochBatches
    plan: Optimization
    loss: Callable | None
    validation: Validation = field(default_factory=Validation)
    checkpoint: tuple[Path, dict] | None = None
    write_companions: Callable = lambda folder: None
    max_gradient_norm: float = 0.0
    precision: str = field(default_factory=best_precision)
    max_splits: int = 2
    has_fixed_shapes: bool = False
    later_steps: int = 0
    guidance: Guidance | None = None


@dataclass(frozen=True)
class TrainingOutcome:
    """Steps done, whether it was stopped, and seconds summed over all resumed parts; `total`:
    the steps of the whole training, fewer than planned where it ended early; `best_epoch` as it
    stands in metrics.json."""

    steps: int
    stopped: bool
    train_seconds: float
    save_seconds: float
    validation_seconds: float = 0.0
    total: int = 0
    best_epoch: dict | None = None

    def facts(self) -> dict[str, Any]:
        """What the artifact's manifest says of it."""
        seconds = round(self.train_seconds, 3)
        return {"step": self.steps, "stopped": self.stopped, "trainedSeconds": seconds}


def train_model(run: TrainingRun) -> TrainingOutcome:
    """Trains `run.model` in place from its newest checkpoint or from the start, and leaves the
    weights of its best epoch in it; returns a TrainingOutcome.

    When memory runs out, goes back to the newest checkpoint and halves the batch, accumulating
    gradients so that steps and learning rate stay the same. Raises UserFault `training-diverged`,
    `out-of-memory` or, before the first step, `does-not-fit`.
    """
    clock.learns_in(run.precision)
    refuse_training(run)
    gc.freeze()  # what is there already is not searched for garbage while training
    initial = learned_state(run.model)
    while True:
        try:
            return attempt(run)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            reason = str(error).splitlines()[0]
        # Outside the handler: the exception's traceback would keep the tensors that do not fit
        # alive.
        run.batches.splits *= 2
        if run.batches.splits > min(run.max_splits, run.plan.batch_size):
            text = f"batch_size {run.plan.batch_size} does not fit into memory, "
            text += f"not even cut into {run.batches.splits // 2}: {reason}"
            raise UserFault("out-of-memory", text)
        log(f"out of memory ({reason}): trying again with batches cut into {run.batches.splits}")
        release_memory()
        run.model.load_state_dict(initial, strict=False)
        run.checkpoint = newest_complete(run.paths.checkpoints, run.job.identity)


def attempt(run: TrainingRun) -> TrainingOutcome:
    """One training from `run.checkpoint` or from the start."""
    watch = Watch(run, Progress(run.paths.progress))
    trainer, steps = DurableTrainer(run, watch), watch.begin(run.checkpoint)
    folder = run.checkpoint and run.checkpoint[0]
    if folder:
        read_weights(folder, run.model)
        watch.catch_up()
    if not watch.choice.is_over:  # a killed run may have ended early, but for its artifact
        trainer.train(resume_from_checkpoint=folder and str(folder))
        steps = trainer.state.global_step
    return finished(run, watch, steps)


def finished(run: TrainingRun, watch: Watch, steps: int) -> TrainingOutcome:
    """The TrainingOutcome after `steps` steps; the model gets the weights of its best epoch."""
    seconds = watch.seconds()
    epochs_run = steps / run.batches.steps_per_epoch
    best_epoch = watch.choice.summary(run.plan.epochs, epochs_run, watch.is_stopped)
    watch.choice.restore(run.model)
    if run.validation.count or run.validation.reason:
        log(best_epoch_text(best_epoch))
    return TrainingOutcome(
        steps,
        watch.is_stopped,
        seconds,
        watch.save_seconds,
        watch.validation_seconds,
        watch.total,
        best_epoch,
    )


class DurableTrainer(Trainer):
    """Trainer over a TrainingRun; `watch` decides when to save and stop."""

    def __init__(self, run: TrainingRun, watch: Watch) -> None:
        # `training_run`: Trainer may not know the name, so that a new attribute of its own never
        # collides.
        self.training_run, self.watch = run, watch
        optimizers = build_optimizer(run.plan, run.model, run.head, run.batches.steps_per_epoch)
        super().__init__(
            model=run.model,
            args=arguments_of(run),
            train_dataset=run.inputs,
            data_collator=run.collate,
            optimizers=optimizers,
            callbacks=[watch],
        )
        self.pop_callback(PrinterCallback)
        self.model_accepts_loss_kwargs = (
            False  # our loss is a mean; Trainer divides it by the accumulation steps
        )

    def get_train_dataloader(self) -> Any:
        """Batches in the order of EpochBatches; its own generator keeps workers off the
        training's random state."""
        run = self.training_run
        options = {**worker_settings(), "generator": torch.Generator()}
        return DataLoader(run.inputs, batch_sampler=run.batches, collate_fn=run.collate, **options)

    def compute_loss(
        self,
        model: Any,
        inputs: dict[str, Any],
        return_outputs: bool = False,
        num_items_in_batch: Any = None,
    ) -> torch.Tensor | None:
        """The recipe's loss over the model's logits, or the model's own loss, and what a parent
        adds to it."""
        run, labels = self.training_run, inputs["labels"]
        batch = {name: value for name, value in inputs.items() if name != "labels"}
        if run.loss is None:
            outputs = model(**inputs)
            loss = outputs.loss
        else:
            outputs = model(**batch)
            loss = run.loss(outputs.logits, labels)
        if run.guidance is not None:
            loss = loss + run.guidance(batch, labels, outputs)
        return (loss, outputs) if return_outputs else loss

    def training_step(
        self,
        model: Any,
        inputs: dict[str, Any],
        num_items_in_batch: Any = None,
    ) -> torch.Tensor:
        """As Trainer's; tells the watch each micro-batch's share of the loss."""
        clock.count_pass(samples_in(inputs))
        loss = super().training_step(model, inputs, num_items_in_batch)
        self.watch.add_loss(loss)
        return loss

    def floating_point_ops(self, inputs: dict[str, Any]) -> int:
        """Not counted: it walks over all parameters at each step, and is not used."""
        return 0

    def _get_grad_norm(self, model: Any, grad_norm: torch.Tensor | None = None) -> torch.Tensor:
        """Only what clipping has computed; Trainer's own would compute it for a log that is off."""
        return grad_norm

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        run, watch = self.training_run, self.watch
        watch.refuse_diverged_weights(self.model)

        def write_files(folder: Path) -> None:
            write_training_state(folder, self.model, self.optimizer, self.lr_scheduler)
            watch.choice.write_files(folder, step)
            self.state.save_to_json(str(folder / "trainer_state.json"))
            run.write_companions(folder)

        step = self.state.global_step
        facts = watch.checkpoint_facts(step)
        watch.saved(step, write_checkpoint(run.paths.checkpoints, step, write_files, facts))

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: Any = None) -> None:
        read_weights(Path(resume_from_checkpoint), self.model)

    def _load_optimizer_and_scheduler(self, checkpoint: str) -> None:
        read_optimizer(Path(checkpoint), self.optimizer, self.lr_scheduler)

    def _load_rng_state(self, checkpoint: str) -> None:
        read_random_state(Path(checkpoint))

    def _load_scaler(self, checkpoint: str) -> None:
        """Nothing to do: a loss scale finds its value again within a few steps."""


def samples_in(batch: dict[str, Any]) -> int:
    """How many inputs a batch of tensors has."""
    return next((len(value) for value in batch.values() if isinstance(value, torch.Tensor)), 0)


def arguments_of(run: TrainingRun) -> Any:
    """Trainer's arguments: everything it would log, save or evaluate by itself is off."""
    total_steps = run.plan.epochs * run.batches.steps_per_epoch
    arguments = TrainingArguments(
        output_dir=str(run.paths.checkpoints),
        num_train_epochs=run.plan.epochs,
        per_device_train_batch_size=max(1, run.plan.batch_size // run.batches.splits),
        gradient_accumulation_steps=run.batches.splits,
        max_grad_norm=run.max_gradient_norm,
        seed=run.batches.seed,
        save_strategy="no",
        logging_strategy="no",
        logging_nan_inf_filter=False,  # the watch looks for NaN without waiting for the GPU
        eval_strategy="no",
        report_to="none",
        disable_tqdm=True,
        remove_unused_columns=False,
        **trainer_settings(run.model, run.precision, total_steps, run.has_fixed_shapes),
    )
    if arguments.n_gpu > 1:
        arguments._n_gpu = (
            1  # one process drives one GPU; DataParallel would multiply the batch size in silence
        )
    return arguments
