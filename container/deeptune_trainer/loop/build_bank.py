"""Fills the memory of normal patches, in steps that are shown, saved and stopped like others."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from ..contract.training_log import log
from ..data.anomaly_data import AnomalyImages
from ..models.base.stage_maps import StageMaps
from ..models.patchcore.coreset import Coreset, candidates, projected, projection
from ..models.patchcore.patch_features import each_batch, patches_of
from .bank_clock import STATE, BankClock
from .training import TrainingOutcome

# A stopped run's memory has at least these: enough to judge an image, picked within a second.
MIN_PICKS = 64


@dataclass
class BankRun:
    """`model` holds the `backbone` that looks at `images`; `picks` patches are wanted on top of
    `bank`, the parent's or None; `before` is the TrainingOutcome of the steps that come first."""

    job: Any
    paths: Any
    stop: Any
    model: Any
    images: Any
    layers: tuple
    picks: int
    seed: int
    bank: torch.Tensor | None
    before: TrainingOutcome


def bank_state(checkpoint: tuple[Path, dict[str, Any]] | None) -> dict[str, torch.Tensor] | None:
    """The memory's state in a checkpoint (folder, manifest); None where it had not begun."""
    if checkpoint is None or not (checkpoint[0] / STATE).is_file():
        return None
    return load_file(checkpoint[0] / STATE)


def build_bank(
    run: BankRun, state: dict[str, torch.Tensor] | None = None
) -> tuple[torch.Tensor, TrainingOutcome]:
    """(bank [m, channels], TrainingOutcome of all the steps). Goes on from `state` where there is
    one. A bank begins with its parent's, whole."""
    clock = BankClock(run)
    points, is_whole = normal_points(run)
    coreset = Coreset(points, parent_points(run))
    if state is not None:
        coreset.restore(state)
        log(f"resumed with {len(coreset.chosen)} of {run.picks} patches in memory")
    clock.resume(len(coreset.chosen))
    # A stop cut the look at the images short: what was saved of all of them does not fit to a part.
    max_picks = run.picks if is_whole or state is None else 0
    while len(coreset.chosen) < min(max_picks, len(points)):
        coreset.pick()
        done = len(coreset.chosen)
        stopping = run.stop.requested and done >= min(MIN_PICKS, run.picks)
        clock.tell(done)
        # A stopped pretext task goes on from its own checkpoint; this memory is only exported.
        if is_whole and not run.before.stopped and (stopping or clock.is_due(done)):
            clock.save(done, coreset)
        if stopping:
            break
    log(f"memory: {len(coreset.chosen)} patches, none is farther than {coreset.radius():.3f}")
    new = patches_at(run, candidates(patch_count(run), run.seed)[coreset.chosen])
    bank = new if run.bank is None else torch.cat([run.bank.to(new.device), new])
    return bank, clock.outcome(len(coreset.chosen), is_whole)


def normal_points(run: BankRun) -> tuple[torch.Tensor, bool]:
    """(points [n, d] of the patches that may be picked, whether all images were looked at)."""
    keep, parts, first = candidates(patch_count(run), run.seed), [], 0
    for _, patches, _ in each_batch(
        run.model.backbone, run.images, run.layers, run.stop.evaluation_is_over
    ):
        flat = patches.flatten(0, 1)
        here = keep[(keep >= first) & (keep < first + len(flat))] - first
        matrix = projection(flat.shape[1], run.seed)
        parts.append(projected(flat[here.to(flat.device)], matrix))
        first += len(flat)
    return torch.cat(parts), first == patch_count(run)


def parent_points(run: BankRun) -> torch.Tensor | None:
    """The parent's bank where patches are compared, or None."""
    if run.bank is None:
        return None
    device = next(run.model.parameters()).device
    return projected(run.bank.to(device), projection(run.bank.shape[1], run.seed))


def patch_count(run: BankRun) -> int:
    """Patches of all the images."""
    return len(run.images) * patches_per_image(run.model.backbone, run.images, run.layers)


def patches_per_image(backbone: StageMaps, images: AnomalyImages, layers: tuple[str, ...]) -> int:
    """Patches of one image; all have the same size."""
    first = images[0][None].to(next(backbone.parameters()).device)
    was_training = backbone.training
    with torch.inference_mode():
        count = patches_of(backbone.eval(), first, layers)[0].shape[1]
    backbone.train(was_training)
    return count


def patches_at(run: BankRun, numbers: torch.Tensor) -> torch.Tensor:
    """The features [m, channels] of the patches with these numbers, in their order. Computed again
    and not kept: those of all patches would fill the memory of the machine."""
    order, found, first = numbers.sort(), [], 0
    for _, patches, _ in each_batch(run.model.backbone, run.images, run.layers):
        flat = patches.flatten(0, 1)
        here = order.values[(order.values >= first) & (order.values < first + len(flat))] - first
        found.append(flat[here.to(flat.device)])
        first += len(flat)
        if first > int(numbers.max()):
            break
    bank = torch.empty_like(torch.cat(found))
    bank[order.indices.to(bank.device)] = torch.cat(found)
    return bank
