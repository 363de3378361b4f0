"""Trainings that choose their best epoch: when they end, what they keep, and that interruptions
change nothing of it."""

import json
import logging
import random
import shutil
import signal
import time

import pytest
import torch
from digits import concepts, rows
from faults import out_of_memory
from jobs import progress_of, run_job, start_job, weights_of, write_job
from safetensors.torch import load_file
from waiting import steps_done, until

from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.stop import StopSignal
from deeptune_trainer.contract.training_log import start_log
from deeptune_trainer.data.batches import EpochBatches, ImageInputs, stack
from deeptune_trainer.data.dataset import read_dataset
from deeptune_trainer.data.images import Preprocessing
from deeptune_trainer.device.compute import seed_all
from deeptune_trainer.loop.best_epoch import Validation
from deeptune_trainer.loop.checkpoints import folders, newest_complete
from deeptune_trainer.loop.optimization import Optimization
from deeptune_trainer.loop.training import TrainingRun, train_model
from deeptune_trainer.loop.training_state import learned_state
from deeptune_trainer.models.base.architectures import head_of, image_classifier
from deeptune_trainer.models.classification import classification_loss

# A job that stops early of itself: 225 rows to learn from are 14 steps an epoch.
STOPPING = {"image_size": [16], "batch_size": 16, "num_epochs": 40, "per_item_lrate": 2e-4}
STOPPING |= {"flip_probability": 0.3, "momentum": 0.9, "warmup_iters": 8}
STOPPING |= {"early_stopping_patience": 3}
STEPS = 14


def write_stopping_job(root, objects):
    """The job above on digits."""
    write_job(root, rows(250, 64), concepts(range(10)), STOPPING, objects)


def facts_of_end(root):
    """What a finished job chose, what it scored, and its curve of (step, loss, metric, best)."""
    metrics = json.loads((root / "checkpoints/export/metrics.json").read_text())
    lines = [line for line in progress_of(root) if line["stage"] == "training"]
    curve = [(x["step"], x["loss"], x.get("metric"), x.get("best")) for x in lines]
    return metrics["bestEpoch"], metrics["heldOut"], curve


@pytest.fixture(scope="module")
def stopped(tmp_path_factory, objects):
    """The stopping job, run without interruption: its root."""
    root = tmp_path_factory.mktemp("stopped") / "ml"
    write_stopping_job(root, objects)
    code, log = run_job(root)
    assert code == 0, log
    return root


def test_it_ends_when_patience_runs_out_and_keeps_the_best_epoch(stopped, metrics_of):
    best = metrics_of(stopped)["bestEpoch"]
    curve = [line for line in progress_of(stopped) if "metric" in line]
    values = [line["metric"] for line in curve if line["stage"] == "training"]

    assert best["stoppedEarly"] and best["of"] == 40 and best["epochsRun"] == len(values) < 40
    assert best["validationCount"] == 25 and metrics_of(stopped)["counts"]["train"] == 225
    assert best["metric"] == max(values)
    last_best = max(i for i, value in enumerate(values, 1) if value == max(values))
    first_best = values.index(max(values)) + 1
    assert best["epoch"] == last_best and first_best == len(values) - 3
    assert metrics_of(stopped)["steps"] == STEPS * len(values)


def test_the_curve_says_which_epoch_is_the_best_so_far_and_ends_where_training_did(stopped):
    lines = progress_of(stopped)
    epochs = [line for line in lines if "best" in line]

    so_far = 0.0
    for line in epochs:
        assert line["best"] == (line["metric"] >= so_far)
        so_far = max(so_far, line["metric"])
        assert line["loss"] > 0
    assert lines[0]["stage"] == "setup" and 0 <= lines[0]["metric"] <= 1
    planned = {line["totalSteps"] for line in lines if line["step"] < epochs[-1]["step"]}
    ended = [line for line in lines if line["step"] == epochs[-1]["step"] and "loss" not in line]
    assert planned == {40 * STEPS}
    assert {line["totalSteps"] for line in [*ended, epochs[-1]]} == {epochs[-1]["step"]}
    assert epochs[-1]["secondsLeft"] == 0 and lines[-1]["stage"] == "saving"


def test_only_what_ran_is_in_the_seconds_that_are_paid(stopped):
    checkpoints = stopped / "checkpoints"
    newest = newest_complete(checkpoints, read_job(Paths(stopped)).identity)[1]
    export = json.loads((checkpoints / "export/manifest.json").read_text())
    last = [line for line in progress_of(stopped) if line["stage"] == "training"][-1]

    assert newest["step"] == export["step"] == last["step"]
    assert export["stopped"] is False
    assert abs(export["trainedSeconds"] - last["seconds"]) < 0.5
    assert newest["trainedSeconds"] <= export["trainedSeconds"]


def test_the_exported_weights_are_those_of_the_best_epoch(stopped, metrics_of):
    best = metrics_of(stopped)["bestEpoch"]
    newest = newest_complete(stopped / "checkpoints", read_job(Paths(stopped)).identity)[0]
    kept = "model.safetensors" if best["epoch"] == best["epochsRun"] else "best.safetensors"

    exported = load_file(stopped / "checkpoints/export/model.safetensors")
    assert all(torch.equal(exported[n], t) for n, t in load_file(newest / kept).items())
    card = (stopped / "model/README.md").read_text()
    assert f"| Epoch | best epoch {best['epoch']} of 40 (validation accuracy" in card
    log = (stopped / "log.txt").read_text()
    assert "stopped early: no better epoch within early_stopping_patience 3" in log
    assert f"best epoch {best['epoch']} of 40" in log


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_one_ends_in_bitwise_the_same_artifact(stopped, objects, root, seed):
    write_stopping_job(root, objects)
    chance = random.Random(seed)
    end = facts_of_end(stopped)[2][-1][0]

    for kill_at in sorted(chance.sample(range(1, end), 3)):
        process = start_job(root)
        until(lambda at=kill_at: steps_done(root) >= at, process)
        time.sleep(chance.random() * 0.02)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
    code, log = run_job(root)

    assert code == 0, log
    assert weights_of(root) == weights_of(stopped)
    assert facts_of_end(root) == facts_of_end(stopped)


def test_killed_after_its_last_checkpoint_it_takes_no_step_more(stopped, objects, root):
    write_stopping_job(root, objects)
    assert run_job(root)[0] == 0
    (root / "checkpoints/export/manifest.json").unlink()

    code, log = run_job(root)

    resumed = log.split("resumed from the checkpoint of step")[1]
    assert code == 0 and "epoch" not in resumed.split("best epoch")[0]
    assert weights_of(root) == weights_of(stopped)
    assert facts_of_end(root) == facts_of_end(stopped)


def test_sigterm_exports_the_best_epoch_so_far_and_a_restart_ends_the_same(stopped, objects, root):
    write_stopping_job(root, objects)
    process = start_job(root)
    until(lambda: steps_done(root) >= 4 * STEPS + 3, process)

    process.terminate()
    process.join()

    assert process.exitcode == 0
    best, _, curve = facts_of_end(root)
    measured = [value for _, _, value, _ in curve if value is not None]
    assert best["note"] is None and best["metric"] == max(measured)
    assert best["epoch"] <= len(measured) < best["epochsRun"] + 1

    assert run_job(root)[0] == 0

    assert weights_of(root) == weights_of(stopped)
    assert facts_of_end(root) == facts_of_end(stopped)


class Script:
    """A run of six epochs of four steps whose validation metrics are given, one per call."""

    def __init__(self, root, objects):
        write_job(root, rows(64, 8), concepts(range(10)), {"image_size": 8}, objects)
        self.paths = Paths(root)
        self.job = read_job(self.paths)
        start_log(self.paths.training_log)

    def run(self, metrics, loss=None, stop=None, **options):
        """The TrainingRun, from its newest checkpoint where there is one."""
        seed_all(7)
        data = read_dataset(self.job, self.paths, "image", False)
        model, left = image_classifier(self.job, self.paths, False, (8,)), iter(metrics)
        return TrainingRun(
            job=self.job,
            paths=self.paths,
            stop=stop or StopSignal(),
            model=model,
            head=head_of(model)[1],
            inputs=ImageInputs(data.train, self.paths, Preprocessing((8,)), 10),
            collate=stack,
            batches=EpochBatches(64, 16, 7),
            plan=Optimization(batch_size=16, epochs=6, learning_rate=1e-3),
            loss=loss or classification_loss(False),
            validation=Validation(lambda: next(left), count=6, **options),
            checkpoint=newest_complete(self.paths.checkpoints, self.job.identity),
        )

    def forget(self):
        """Removes all checkpoints."""
        for _, folder in folders(self.paths.checkpoints):
            shutil.rmtree(folder)


@pytest.fixture
def script(root, objects):
    """A Script on 64 digits."""
    yield Script(root, objects)
    logging.getLogger("deeptune").handlers.clear()  # they write to this test's captured stdout


METRICS = [0.2, 0.6, 0.5, 0.6, 0.4, 0.3]


def trained(run):
    """(outcome, weights) of a run."""
    outcome = train_model(run)
    return outcome, {name: tensor.clone() for name, tensor in learned_state(run.model).items()}


def calling(step, act):
    """The usual loss, which calls `act()` once when it is asked for the `step`th time."""
    usual, calls = classification_loss(False), []

    def loss(logits, targets):
        calls.append(None)
        if len(calls) == step:
            act()
        return usual(logits, targets)

    return loss


@pytest.mark.parametrize("step", [3, 8, 9, 12, 16, 22, 24])
def test_a_stop_at_any_step_and_a_second_start_end_like_one_run(script, step):
    whole, weights = trained(script.run(METRICS))
    script.forget()
    stop = StopSignal()

    first, _ = trained(script.run(METRICS, calling(step, stop.request), stop))
    # What was measured is not measured again; a stop at an epoch's end leaves it to the next start.
    measured = step // 4 - (1 if step % 4 == 0 and step < 24 else 0)
    second, resumed = trained(script.run(METRICS[measured:]))

    assert first.stopped == (step < 24) and first.steps == step
    assert second.best_epoch == whole.best_epoch and second.best_epoch["epoch"] == 4
    assert second.steps == 24 and resumed.keys() == weights.keys()
    assert all(torch.equal(resumed[name], weights[name]) for name in weights)


def test_a_stop_within_the_first_epoch_keeps_the_weights_of_that_moment(script):
    stop = StopSignal()

    outcome, weights = trained(script.run(METRICS, calling(3, stop.request), stop))

    assert (outcome.best_epoch["epoch"], outcome.best_epoch["metric"]) == (1, None)
    assert outcome.best_epoch["note"] == "stopped before the first epoch was measured"
    folder, manifest = newest_complete(script.paths.checkpoints, script.job.identity)
    assert manifest["step"] == 3
    saved = load_file(folder / "model.safetensors")
    assert all(torch.equal(saved[name], weights[name]) for name in saved)


def test_a_measurement_that_a_stop_cut_short_does_not_count(script, monkeypatch):
    run = script.run(METRICS)
    monkeypatch.setattr("deeptune_trainer.contract.stop.EVALUATION_GRACE_SECONDS", 0.0)

    def measure():
        run.stop.request()
        time.sleep(0.001)  # past the grace of no seconds
        return 0.99

    object.__setattr__(run.validation, "measure", measure)
    outcome, _ = trained(run)

    assert outcome.steps == 5 and outcome.stopped
    assert outcome.best_epoch["metric"] is None and outcome.best_epoch["epoch"] == 2
    monkeypatch.undo()
    resumed, _ = trained(script.run(METRICS[1:]))
    assert resumed.best_epoch["epoch"] == 4


# At step 5 there is no checkpoint yet, and all begins anew; at step 13 the newest is of step 8,
# and the third epoch is measured again.
@pytest.mark.parametrize(
    ("step", "before", "after"),
    [(5, [0.9], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]), (13, [0.2, 0.3, 0.9], [0.1, 0.4, 0.5, 0.6])],
)
def test_when_memory_runs_out_the_best_epoch_goes_back_with_the_weights(
    script, step, before, after
):
    usual, calls = classification_loss(False), []

    def loss(logits, targets):
        calls.append(None)
        return out_of_memory(None) if len(calls) == step else usual(logits, targets)

    outcome, _ = trained(script.run([*before, *after], loss))

    assert outcome.steps == 24
    assert (outcome.best_epoch["epoch"], outcome.best_epoch["metric"]) == (6, 0.6)


def test_patience_ends_it_and_the_last_epoch_is_kept_where_that_is_wanted(script):
    outcome, last = trained(script.run(METRICS, patience=2, keeps_best=False))
    script.forget()
    best, weights = trained(script.run(METRICS, patience=2))

    assert outcome.steps == best.steps == 16 == outcome.total
    assert (outcome.best_epoch["epoch"], outcome.best_epoch["metric"]) == (4, 0.6)
    assert outcome.best_epoch["note"] == "load_best_model_at_end is false"
    # The best is the fourth too, of equal ones the later.
    assert best.best_epoch["epoch"] == 4 and best.best_epoch["stoppedEarly"]
    assert all(torch.equal(last[name], weights[name]) for name in weights)


def test_the_best_weights_are_those_that_the_epoch_ended_with(script):
    _, best = trained(script.run([0.1, 0.9, 0.3, 0.3, 0.3, 0.3]))
    script.forget()
    stop = StopSignal()
    cut, then = trained(script.run([0.1], calling(8, stop.request), stop, keeps_best=False))
    script.forget()
    _, last = trained(script.run([0.1, 0.2, 0.3, 0.3, 0.3, 0.3]))

    assert cut.steps == 8
    assert all(torch.equal(best[name], then[name]) for name in best)
    assert any(not torch.equal(best[name], last[name]) for name in best)


def test_a_checkpoint_of_an_earlier_release_is_not_gone_on_from(script):
    train_model(script.run(METRICS))
    for _, folder in folders(script.paths.checkpoints):
        manifest = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps({**manifest, "schemaVersion": 1}))

    assert newest_complete(script.paths.checkpoints, script.job.identity) is None
    assert "another release's trainer" in script.paths.training_log.read_text()
