"""times.json: the phases of an attempt add up to its process, in seconds and in work."""

import json
import multiprocessing
import signal
import subprocess
import sys
import time
from datetime import datetime

import pytest
from jobs import attempts_of, progress_of

from deeptune_trainer.contract import phase_clock, work_readings
from deeptune_trainer.contract.phase_clock import PHASES, PhaseClock, Span
from deeptune_trainer.contract.work_readings import Reading, machine_seconds, work_seconds


@pytest.fixture
def clock(tmp_path):
    """A PhaseClock that writes each time it is told something."""
    made = PhaseClock()
    made.begin(tmp_path / "times.json")
    return made


def written(clock):
    """The attempts of a clock's file."""
    return json.loads(clock.path.read_text())["attempts"]


def burn(seconds):
    """Keeps the processor busy for so much of its time."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_the_phases_of_a_training_add_up_to_its_process(trained, metrics_of):
    root, _ = trained
    (attempt,), said = attempts_of(root), metrics_of(root)
    spans = attempt["phases"]

    assert (attempt["kind"], attempt["end"]) == ("train", "completed")
    assert attempt["trainingJobName"] == "ft-v1-a1"
    assert list(spans) == list(PHASES)
    for name in ("seconds", "workSeconds"):
        total = sum(span[name] for span in spans.values())
        assert total == pytest.approx(attempt[name], abs=0.01)
    # The held-out answers come after the last line of progress, and imports before the first.
    assert attempt["seconds"] >= progress_of(root)[-1]["elapsed"]
    assert spans["steps"]["seconds"] == pytest.approx(said["seconds"]["train"], abs=0.2)
    assert spans["validation"]["seconds"] == pytest.approx(said["seconds"]["validate"], abs=0.2)
    assert spans["setup"]["seconds"] >= said["seconds"]["setup"] - 0.05
    cores = attempt["device"]["cores"]
    for span in spans.values():
        assert 0 <= span["workSeconds"] <= span["seconds"] * cores + 0.1
    datetime.fromisoformat(attempt["startedAt"])


def test_what_was_really_done_is_counted(trained, metrics_of):
    root, _ = trained
    (attempt,), said = attempts_of(root), metrics_of(root)
    spans, counts = attempt["phases"], said["counts"]
    epochs = 5

    assert attempt["steps"] == attempt["totalSteps"] == said["steps"] == spans["steps"]["passes"]
    assert (attempt["epochs"], attempt["firstStep"]) == (epochs, 0)
    assert spans["steps"]["samples"] == counts["train"] * epochs
    assert spans["validation"]["samples"] == counts["validation"] * epochs
    assert spans["validation"]["entered"] == epochs
    # Measured, and answered once more for held-out.jsonl; the exemplars are chosen of what was
    # learnt.
    assert spans["evaluation"]["samples"] == 2 * counts["test"] + counts["train"]
    assert spans["evaluation"]["entered"] == 2
    assert spans["setup"]["samples"] == counts["test"] + counts["validation"]
    assert spans["saving"]["passes"] == 0
    device = attempt["device"]
    assert (device["device"], device["threads"], device["precision"]) == ("cpu", 1, "fp32")


def test_time_and_work_go_to_the_phase_that_they_were_spent_in(clock):
    clock.enter("steps")
    burn(0.05)
    with clock.within("validation"):
        time.sleep(0.05)
    clock.enter("saving")
    clock.finish("completed")

    (attempt,) = written(clock)
    steps, validation = attempt["phases"]["steps"], attempt["phases"]["validation"]
    assert steps["workSeconds"] >= 0.05 and steps["entered"] == 2
    assert validation["seconds"] >= 0.05 > validation["workSeconds"]
    assert attempt["phases"]["saving"]["startSeconds"] >= validation["startSeconds"]


def spent(clock, **seconds):
    """Puts so many seconds into phases, instead of waiting for them."""
    for name, value in seconds.items():
        clock.spans.setdefault(name, Span(0.0)).seconds += value
    clock.last = work_readings.reading()


def served(clock):
    """Whole seconds that a manifest of now would say are served."""
    return {name: round(value) for name, value in clock.served()["servedSeconds"].items()}


def test_what_was_served_goes_on_from_what_is_kept_and_sets_up_once(tmp_path):
    first, second = PhaseClock(), PhaseClock()
    assert first.served() == {}  # a model that only answers requests is charged for nothing
    for clock in (first, second):
        clock.begin(tmp_path / "times.json")
        clock.spans["setup"].seconds = 0.0

    spent(first, setup=30)
    first.go_on_from(None)
    spent(first, steps=100, saving=4)
    checkpoint = {"trainedSeconds": 100.0, **first.served()}
    spent(first, steps=50)  # lost: it is killed before the next checkpoint
    spent(second, setup=35)
    second.go_on_from(checkpoint)
    spent(second, steps=60, validation=7, evaluation=5, saving=3)

    assert checkpoint["servedSeconds"].keys() == {"setup", "steps", "saving"}
    expected = {"setup": 30, "steps": 160, "validation": 7, "evaluation": 5, "saving": 7}
    assert served(second) == expected


@pytest.mark.parametrize(
    ("manifest", "steps", "setup"),
    [
        pytest.param(None, 0, 30, id="from the start: its set-up is still needed"),
        pytest.param({"servedSeconds": {"setup": 30, "steps": 40}}, 40, 30, id="a checkpoint"),
        pytest.param({"trainedSeconds": 40}, 40, 0, id="an earlier release's checkpoint"),
    ],
)
def test_work_that_is_done_again_within_an_attempt_is_not_served(clock, manifest, steps, setup):
    clock.spans["setup"].seconds = 0.0
    spent(clock, setup=30, steps=90)  # memory ran out here

    clock.go_on_from(manifest)
    spent(clock, steps=100)

    assert served(clock)["steps"] == steps + 100
    assert served(clock).get("setup", 0) == setup


def test_where_times_cannot_be_written_what_is_served_is_counted_all_the_same(tmp_path):
    clock, folder = PhaseClock(), tmp_path / "file"
    folder.write_text("in the way of a folder")
    clock.begin(folder / "times.json")
    spent(clock, steps=12)

    assert clock.path is None and served(clock)["steps"] == 12


def test_a_worker_counts_while_it_lives_and_once_when_it_has_ended():
    before = work_seconds()
    fork = multiprocessing.get_context("fork")
    ready, done = fork.Event(), fork.Event()

    def work():
        burn(0.2)
        ready.set()
        done.wait()

    worker = fork.Process(target=work)
    worker.start()
    ready.wait()
    living = work_seconds() - before
    done.set()
    worker.join()
    ended = work_seconds() - before

    assert living >= 0.18 or not work_readings.PROC.exists()
    assert 0.18 <= ended < living + 0.15


KILLED = """
import os, signal, sys, time
from pathlib import Path
from deeptune_trainer.contract.phase_clock import clock
clock.begin(Path(sys.argv[1]))
clock.describe("train", "ft-v1-a1")
clock.written_at = float("-inf")  # as if a while had passed since the last writing
clock.enter("steps")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_attempt_leaves_what_it_had_counted_and_the_next_stands_behind_it(tmp_path):
    path = tmp_path / "times.json"
    ended = subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert ended.returncode == -signal.SIGKILL

    clock = PhaseClock()
    clock.begin(path)
    clock.describe("train", "ft-v1-a2")
    clock.finish("failed")

    killed, failed = written(clock)
    assert (killed["end"], killed["phase"]) == ("running", "steps")
    assert killed["phases"]["setup"]["workSeconds"] > 0
    assert killed["firstLineSeconds"] > 0
    assert (failed["end"], failed["trainingJobName"]) == ("failed", "ft-v1-a2")


def test_it_is_not_written_again_and_again(clock, monkeypatch):
    times = []
    monkeypatch.setattr(phase_clock, "write_json", lambda *_: times.append(1))

    for _ in range(20):
        clock.enter("steps")
        clock.tell("training", 10)
        clock.enter("validation")

    assert times == []


@pytest.mark.parametrize("content", ["", "[]", '{"attempts": null}', '{"attempts": [1]'])
def test_a_torn_file_of_earlier_attempts_is_replaced(tmp_path, content):
    path = tmp_path / "times.json"
    path.write_text(content)

    clock = PhaseClock()
    clock.begin(path)

    assert len(written(clock)) == 1


def test_no_job_fails_where_it_cannot_be_written(tmp_path, caplog):
    path = tmp_path / "times.json"
    path.mkdir()

    clock = PhaseClock()
    clock.begin(path)
    clock.enter("steps")
    clock.finish("completed")

    assert clock.path is None


def test_a_clock_that_did_not_begin_counts_nothing():
    clock = PhaseClock()

    clock.enter("steps")
    clock.count_pass(3)
    with clock.within("saving"):
        clock.finish("completed")

    assert clock.path is None


def test_what_others_compute_is_told_apart_from_our_own_work():
    span = Span(0.0)

    span.add(Reading(10.0, 2.0, 100.0), Reading(14.0, 5.0, 107.0))

    assert (span.seconds, span.work, span.others) == (4.0, 3.0, 4.0)
    span.add(Reading(14.0, 5.0, None), Reading(15.0, 5.0, None))
    assert "othersSeconds" not in span.facts()


def test_the_seconds_of_a_gpu_come_from_the_share_in_which_it_computed(clock):
    clock.enter("steps")
    clock.tell("training", 2, gpu_utilization=80.0)
    clock.tell("training", 2, gpu_utilization=40.0)
    clock.spans["steps"].seconds = 10.0

    assert clock.spans["steps"].facts()["gpuSeconds"] == 6.0
    assert "gpuSeconds" not in clock.spans["setup"].facts()


def test_the_machines_seconds_are_all_but_idle_and_waiting(tmp_path):
    stat = tmp_path / "stat"
    stat.write_text("cpu  100 200 300 9999 8888 10 20 30 0 0\ncpu0 1 1 1 1\n")

    assert machine_seconds(stat) == pytest.approx(660 / work_readings.ticks())
    assert machine_seconds(tmp_path / "none") is None
