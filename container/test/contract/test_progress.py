"""progress.jsonl: what a line says, and which lines a resumed run keeps."""

import json
import os
from types import SimpleNamespace

import pytest

from deeptune_trainer.contract import run_figures as figures
from deeptune_trainer.contract.progress import Progress

MIB = 2**20


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_line_says_what_was_measured_and_what_the_run_uses(tmp_path):
    figures.begin_run()
    progress = Progress(tmp_path / "progress.jsonl")
    progress.write("training", 3, 9, loss=0.5, learningRate=1e-4, metric=None)

    [line] = lines_of(progress.path)

    assert {"step": 3, "totalSteps": 9, "stage": "training"}.items() <= line.items()
    assert line["loss"] == 0.5 and line["learningRate"] == 1e-4 and "metric" not in line
    assert 0 <= line["elapsed"] < 5
    # A Python with this test's libraries: no less than 10 MiB, no more than the machine.
    assert 10 < line["memoryMiB"] < 10**6
    assert len(progress.path.read_text()) < 300


def test_resident_memory_is_that_of_the_process_now(tmp_path):
    statm = tmp_path / "statm"
    statm.write_text("9000 512 100 1 0 300 0\n")

    assert figures.process_memory_mib(statm) == 512 * os.sysconf("SC_PAGE_SIZE") / MIB
    assert figures.process_memory_mib(tmp_path / "absent") == figures.peak_memory_mib()


def a_gpu(utilization):
    cuda = SimpleNamespace(
        is_available=lambda: True, memory_reserved=lambda: 3 * MIB, utilization=utilization
    )
    return SimpleNamespace(cuda=cuda)


def test_a_gpu_says_what_torch_holds_of_it_and_how_busy_it_is():
    assert figures.gpu_figures(a_gpu(lambda: 87)) == {"gpuMemoryMiB": 3.0, "gpuUtilization": 87.0}


def test_a_figure_that_the_driver_does_not_know_is_left_out_and_asked_for_once():
    asked = []

    def utilization():
        asked.append(1)
        raise ModuleNotFoundError("pynvml does not seem to be installed")

    gpu = a_gpu(utilization)

    assert [figures.gpu_figures(gpu), figures.gpu_figures(gpu)] == [{"gpuMemoryMiB": 3.0}] * 2
    assert len(asked) == 1


@pytest.mark.parametrize("torch", [None, SimpleNamespace()])
def test_without_a_gpu_nothing_is_said_of_one(torch):
    if torch is not None:
        off = SimpleNamespace(is_available=lambda: False)
        torch.cuda, torch.backends = off, SimpleNamespace(mps=off)
    assert figures.gpu_figures(torch) == {}


def test_a_resumed_run_drops_what_lies_past_its_checkpoint_and_keeps_earlier_releases_lines(
    tmp_path,
):
    progress = Progress(tmp_path / "progress.jsonl")
    old = {"step": 1, "totalSteps": 9, "stage": "training", "loss": 1.0, "seconds": 2.0}
    progress.path.write_text(json.dumps(old) + "\n")
    progress.write("training", 5, 9, loss=0.5)
    with open(progress.path, "a") as file:
        file.write('{"step": 2, "stag')

    progress.truncate_after(4)

    assert lines_of(progress.path) == [old]
