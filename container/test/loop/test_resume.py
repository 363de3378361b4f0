"""Kills, stops and restarts of real processes."""

import json
import random
import signal
import time

import digits
import pytest
from digits import concepts, rows
from jobs import attempts_of, digests_of, failure_of, progress_of, run_job, start_job, write_job
from transformers import AutoModelForImageClassification
from waiting import steps_done, until

from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.loop.checkpoints import newest_complete

LONG = {"image_size": [16], "batch_size": 16, "num_epochs": 6, "per_item_lrate": 3e-5}
# All that draws or remembers: flips, momentum, a schedule with a warm-up, an odd last batch.
LONG |= {"flip_probability": 0.3, "momentum": 0.9, "weight_decay": 1e-4, "warmup_iters": 8}
# Rows that are learned from, and the tenth beside them that chooses the best epoch.
LEARNED, CHOOSING = 201, 22


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory, objects):
    """The export's weights of the long job, run without interruption."""
    root = tmp_path_factory.mktemp("uninterrupted") / "ml"
    write_job(root, rows(LEARNED + CHOOSING, 32), concepts(range(10)), LONG, objects)
    code, log = run_job(root)
    assert code == 0, log
    return digests_of(root / "checkpoints/export")["model.safetensors"], progress_of(root)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_job_killed_at_random_moments_ends_in_bitwise_the_same_weights(
    uninterrupted, objects, root, seed
):
    write_job(root, rows(LEARNED + CHOOSING, 32), concepts(range(10)), LONG, objects)
    chance = random.Random(seed)

    # The first checkpoint comes after step 26, so the last restart always has one to resume from.
    for kill_at in (chance.randrange(1, 36), chance.randrange(40, 70)):
        process = start_job(root)
        until(lambda at=kill_at: steps_done(root) >= at, process)
        time.sleep(chance.random() * 0.02)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
    code, log = run_job(root)

    assert code == 0 and "resumed from" in log, log
    assert digests_of(root / "checkpoints/export")["model.safetensors"] == uninterrupted[0]
    assert curve_of(progress_of(root)) == curve_of(uninterrupted[1])
    attempts = attempts_of(root)
    assert [attempt["end"] for attempt in attempts] == ["running", "running", "completed"]
    assert all(attempt["phases"]["setup"]["seconds"] > 0 for attempt in attempts)
    last = attempts[-1]
    assert last["firstStep"] > 0 and last["firstStep"] + last["steps"] == last["totalSteps"]


def test_a_killed_child_ends_in_bitwise_the_same_weights(trained, objects, tmp_path):
    """What its parent answers is asked again after a kill, and is the same."""
    child = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}
    fresh, old = rows(120, 16, classes=[8, 9]), rows(120, 16, classes=range(8), origin="replay")
    settings = {**LONG, "concepts_mutually_exclusive": True, "distillation_weight": 0.5}
    roots = tmp_path / "whole", tmp_path / "killed"
    for root in roots:
        write_job(root, fresh + old, concepts(range(10)), settings, objects, trained[0], **child)
    assert run_job(roots[0])[0] == 0

    process = start_job(roots[1])
    until(lambda: steps_done(roots[1]) >= 40, process)
    process.kill()
    process.join()
    code, log = run_job(roots[1])

    assert code == 0 and "resumed from" in log, log
    first, second = (digests_of(root / "checkpoints/export") for root in roots)
    assert first["model.safetensors"] == second["model.safetensors"]
    assert curve_of(progress_of(roots[0])) == curve_of(progress_of(roots[1]))
    exemplars = [(root / "checkpoints/exemplars.json").read_text() for root in roots]
    assert exemplars[0] == exemplars[1]
    # The rows that it learns from are asked about once, as they are and mirrored.
    with_parent, without = (setup_samples(root) for root in (roots[0], trained[0]))
    assert with_parent >= 2 * 216 and without < 600


def setup_samples(root):
    return attempts_of(root)[-1]["phases"]["setup"]["samples"]


def curve_of(lines):
    """(step, loss) of every training line, each once."""
    curve = {(line["step"], line["loss"]) for line in lines if line["stage"] == "training"}
    steps = [line["step"] for line in lines if line["stage"] == "training"]
    assert steps == sorted(steps)
    return curve


def test_a_kill_in_the_middle_of_saving_falls_back_to_the_checkpoint_before(
    uninterrupted, objects, root
):
    write_job(root, rows(LEARNED + CHOOSING, 32), concepts(range(10)), LONG, objects)
    process = start_job(root)
    until(
        lambda: len(list((root / "checkpoints").glob("checkpoint-*/manifest.json"))) == 2, process
    )
    process.kill()
    process.join()
    newest = max((root / "checkpoints").glob("checkpoint-*"), key=lambda p: int(p.name[11:]))
    weights = newest / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])

    code, log = run_job(root)

    assert code == 0 and f"{newest.name} skipped" in log and "resumed from" in log
    assert digests_of(root / "checkpoints/export")["model.safetensors"] == uninterrupted[0]


def test_training_seconds_add_up_over_restarts(objects, root, metrics_of):
    write_job(root, rows(LEARNED + CHOOSING, 32), concepts(range(10)), LONG, objects)
    process = start_job(root)
    until(lambda: steps_done(root) >= 40, process)
    process.kill()
    process.join()
    _, manifest = newest_complete(root / "checkpoints", read_job(Paths(root)).identity)

    assert run_job(root)[0] == 0

    seconds = [line["seconds"] for line in progress_of(root) if line["stage"] == "training"]
    assert seconds == sorted(seconds)
    assert abs(metrics_of(root)["seconds"]["train"] - seconds[-1]) < 0.5
    # What is charged for: one set-up, and no step that was lost with the kill.
    second = attempts_of(root)[-1]["phases"]
    export = manifest_of(root / "checkpoints/export")
    served, carried = export["servedSeconds"], manifest["servedSeconds"]
    assert served["setup"] == pytest.approx(carried["setup"], abs=0.05)
    assert carried["steps"] == pytest.approx(manifest["trainedSeconds"], abs=0.2)
    for name in ("steps", "validation", "evaluation", "saving"):
        added = served[name] - carried.get(name, 0)
        assert added == pytest.approx(second[name]["seconds"], abs=0.2), name
    # The answers to the held-out rows come after the export, and are counted in its manifest.
    assert second["evaluation"]["entered"] == 2
    assert manifest_of(root / "model") == export


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_text())


def test_sigterm_leaves_a_checkpoint_and_a_loadable_model_and_a_restart_trains_on(
    uninterrupted, objects, root
):
    write_job(root, rows(LEARNED + CHOOSING, 32), concepts(range(10)), LONG, objects)
    process = start_job(root)
    until(lambda: steps_done(root) >= 5, process)

    stopped_at = time.monotonic()
    process.terminate()
    process.join()

    assert process.exitcode == 0 and time.monotonic() - stopped_at < 10
    last = progress_of(root)[-1]
    assert last["stage"] == "stopped" and 5 <= last["step"] < 78
    assert (root / f"checkpoints/checkpoint-{last['step']}/manifest.json").is_file()
    AutoModelForImageClassification.from_pretrained(root / "checkpoints/export")
    assert "was stopped" in (root / "model/README.md").read_text()

    code, log = run_job(root)

    assert code == 0 and f"step {last['step']} of 78" in log
    assert digests_of(root / "checkpoints/export")["model.safetensors"] == uninterrupted[0]
    assert progress_of(root)[-1]["stage"] == "saving"


def test_sigterm_before_training_still_ends_well(objects, root):
    write_job(root, rows(LEARNED + CHOOSING, 32), concepts(range(10)), LONG, objects)
    process = start_job(root)
    until(
        lambda: (root / "log.txt").exists() and "start:" in (root / "log.txt").read_text(), process
    )

    process.terminate()
    process.join()

    assert process.exitcode == 0
    assert progress_of(root)[-1]["stage"] == "stopped"
    assert (root / "model/model.safetensors").is_file()


def test_the_checkpoint_of_another_job_is_refused(objects, root):
    write_job(
        root, digits.rows(64, 8), concepts(range(10)), {"image_size": 8, "num_epochs": 1}, objects
    )
    assert run_job(root)[0] == 0
    other = {"image_size": 8, "num_epochs": 2}
    (root / "input/config/hyperparameters.json").write_text(json.dumps(other))

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == "checkpoint-of-another-job"
