"""Training benchmark: `npm run bench:train`, or `python container/bench.py [recipe ...]`.

For each recipe: seconds of every phase of a whole small job on real data, then its training beside
a plain hand-written loop over the same model, data, batches and optimizer, in turns within one
process. `overhead` is what deeptune's training (Trainer, progress, the watch for divergence and
stops) costs more per step than that loop, which measures no epochs either (`validate s` has what
that costs a whole job); `with saving` counts checkpoints too, which a short run writes unusually
often. Both compare processor time, which a busy machine disturbs less than the clock does, of the
quickest of the repeats.
"""

import argparse
import copy
import gc
import importlib
import json
import os
import pkgutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
for name, value in {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}.items():
    os.environ.setdefault(name, value)
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "test/inputs"), str(HERE / "test/running")]

import torch
from torch.utils.data import DataLoader

import deeptune_trainer.recipes
from bench_jobs import write_bench_job
from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.stop import StopSignal
from deeptune_trainer.loop import training
from deeptune_trainer.loop.best_epoch import Validation
from deeptune_trainer.loop.optimization import build_optimizer
from deeptune_trainer.loop.training import TrainingOutcome, TrainingRun, train_model

PHASES = ["setup", "train", "validate", "evaluate", "save"]
COLUMNS = ["recipe", "parameters", "steps", "batch", *(f"{phase} s" for phase in PHASES)]
COLUMNS += ["inputs/s", "ms/step", "plain ms/step", "overhead", "with saving"]


def main() -> None:
    """Prints one table row per recipe."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipes", nargs="*", help="default: all that exist")
    parser.add_argument("--repeats", type=int, default=5)
    chosen = parser.parse_args()
    existing = [module.name for module in pkgutil.iter_modules(deeptune_trainer.recipes.__path__)]
    print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|", flush=True)
    for recipe in chosen.recipes or existing:
        print("| " + " | ".join(row_of(recipe, chosen.repeats)) + " |", flush=True)


def row_of(recipe: str, repeats: int) -> list[str]:
    """The table row of one recipe, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths(Path(folder) / "ml")
        try:
            if not write_bench_job(recipe, paths.root):
                return [recipe, "no benchmark job for this recipe yet"]
            metrics, run = whole_job(recipe, paths)
        except Exception as error:  # the other recipes are still worth measuring
            return [recipe, f"{type(error).__name__}: {error}".replace("\n", " ")]
        seconds = [f"{metrics['seconds'][phase]:.2f}" for phase in PHASES]
        if run is None:  # a recipe without gradient steps
            return [recipe, "", "", "", *seconds]
        size = f"{sum(p.numel() for p in run.model.parameters()):,}"
        facts = [recipe, size, str(metrics["steps"]), str(run.plan.batch_size), *seconds]
        return [*facts, f"{metrics['inputsPerSecond']:.0f}", *compared(run, repeats)]


def whole_job(recipe: str, paths: Paths) -> tuple[dict[str, Any], TrainingRun | None]:
    """(metrics.json, the TrainingRun as it stood before training or None) of one job."""
    module, captured = importlib.import_module(f"deeptune_trainer.recipes.{recipe}"), []

    def capturing(run: TrainingRun) -> TrainingOutcome:
        captured.append(twin(run))
        return train_model(run)

    if hasattr(module, "train_model"):
        module.train_model = capturing
    module.train(read_job(paths), paths, StopSignal())
    metrics = json.loads((paths.export / "metrics.json").read_text())
    return metrics, captured[0] if captured else None


def compared(run: TrainingRun, repeats: int) -> list[str]:
    """[ms/step, plain ms/step, overhead, overhead with saving] as texts."""
    ours, with_saving, plain = [], [], []
    for number in range(repeats + 1):
        rounds = [(durable, ours), (plain_loop, plain)]
        for train, results in rounds if number % 2 else reversed(rounds):
            gc.collect()
            result = train(replace(twin(run), validation=Validation()))
            if number:  # the first round warms up
                results.append(result[0])
                if train is durable:
                    with_saving.append(result[1])
    base = min(plain)  # what disturbs a run only adds: the quickest is the least disturbed
    ratios = [min(seconds) / base for seconds in (ours, with_saving)]
    shown = [f"{1000 * min(ours):.2f}", f"{1000 * base:.2f}"]
    return shown + [f"{100 * (ratio - 1):+.1f} %" for ratio in ratios]


def twin(run: TrainingRun) -> TrainingRun:
    """The same training with a model of its own."""
    model, head = copy.deepcopy((run.model, run.head))  # together: the head is part of the model
    return replace(run, model=model, head=head)


def durable(run: TrainingRun) -> tuple[float, float]:
    """Processor seconds per step of deeptune's training, without and with saving."""
    with tempfile.TemporaryDirectory() as folder:
        saving, write = 0.0, training.write_checkpoint

        def timed(*arguments: Any) -> float:
            nonlocal saving
            began = time.process_time()
            seconds = write(*arguments)
            saving += time.process_time() - began
            return seconds

        training.write_checkpoint = timed
        paths = Paths(Path(folder))
        paths.checkpoints.mkdir()
        began = time.process_time()
        outcome = train_model(replace(run, paths=paths, checkpoint=None))
        used = time.process_time() - began
        training.write_checkpoint = write
    return (used - saving) / outcome.steps, used / outcome.steps


def plain_loop(run: TrainingRun) -> tuple[float, None]:
    """Processor seconds per step of a loop as one writes it by hand."""
    began = time.process_time()
    model, steps = run.model.train(), 0
    optimizer, scheduler = build_optimizer(run.plan, model, run.head, run.batches.steps_per_epoch)
    loader = DataLoader(run.inputs, batch_sampler=run.batches, collate_fn=run.collate)
    for epoch in range(run.plan.epochs):
        run.batches.set_epoch(epoch)
        for batch in loader:
            optimizer.zero_grad()
            loss_of(run, model, batch).backward()
            if run.max_gradient_norm:
                torch.nn.utils.clip_grad_norm_(model.parameters(), run.max_gradient_norm)
            optimizer.step()
            scheduler.step()
            steps += 1
    return (time.process_time() - began) / steps, None


def loss_of(run: TrainingRun, model: Any, batch: dict[str, Any]) -> Any:
    """The recipe's loss of one batch."""
    if run.loss is None:
        return model(**batch).loss
    labels = batch.pop("labels")
    return run.loss(model(**batch).logits, labels)


if __name__ == "__main__":
    main()
