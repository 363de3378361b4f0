"""The training log: lines on stdout while the job runs, and the same lines
in a file beside the checkpoints, which SageMaker mirrors to S3 at once."""

import logging
import sys
from pathlib import Path
from typing import Any

_logger = logging.getLogger("deeptune")


def start_log(path: Path) -> None:
    """From here on `log` writes to stdout and appends to the file `path`, whose folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _logger.handlers = [logging.StreamHandler(sys.stdout), logging.FileHandler(path, "a", "utf-8")]
    _logger.setLevel(logging.INFO)
    _logger.propagate = False


def log(text: str) -> None:
    """One line, visible at once."""
    _logger.info(text)


def log_counts(job: Any, data: Any) -> None:
    """How much there is to learn from."""
    counts = f"{len(data.train)} to train on, {len(data.validation)} to choose the best epoch by"
    log(f"data: {counts}, {len(data.test)} held out, {len(job.concepts)} concepts")


def log_model(job: Any, parent: Any, model: Any) -> None:
    """Which architecture, from where, and how large."""
    source = f"version {parent.manifest['modelVersionId']}" if parent else job.base_model
    sizes = [(p.numel(), p.requires_grad) for p in model.parameters()]
    total, trained = sum(n for n, _ in sizes), sum(n for n, is_trained in sizes if is_trained)
    part = "" if trained == total else f", {trained:,} of them trained"
    log(f"model: {type(model).__name__} from {source}, {total:,} parameters{part}")


def log_epoch(
    run: Any, epoch: int, step: int, loss: float, metric: float | None, is_best: bool
) -> None:
    """The mean loss of a finished epoch of a TrainingRun and, where measured, its metric on the
    validation part."""
    shown = "" if metric is None else f", validation {run.validation.name} {metric:.4f}"
    best = " (best so far)" if is_best else ""
    log(f"epoch {epoch}/{run.plan.epochs}: step {step}, loss {loss:.4f}{shown}{best}")


def log_evaluation(metrics: dict[str, Any]) -> None:
    """The held-out result beside what it has to beat."""
    held_out = metrics["heldOut"]
    results = {"": held_out, "untrained ": metrics["untrained"], "trivial ": metrics["trivial"]}
    shown = [
        f"{whose}{name} {value:.4f}"
        for whose, numbers in results.items()
        for name, value in numbers.items()
        if name in metrics["untrained"] and value is not None
    ]
    log(f"evaluation: {held_out['count']} held out, {', '.join(shown) or 'nothing measured'}")
    log(f"verdict: {metrics['verdict']['text']}")


def best_epoch_text(facts: dict[str, Any]) -> str:
    """`bestEpoch` of metrics.json as text."""
    name, metric = f"validation {facts['metricName']}", facts["metric"]
    value = "" if metric is None else f"{name} {metric:.4g} on {facts['validationCount']} inputs"
    if facts["note"]:
        reason = "; ".join(part for part in (facts["note"], value) if part)
        return f"epoch {facts['epoch']} of {facts['of']}, the last one, is kept ({reason})"
    early = f", stopped early after epoch {facts['epochsRun']:g}" if facts["stoppedEarly"] else ""
    return f"best epoch {facts['epoch']} of {facts['of']} ({value}){early}"
