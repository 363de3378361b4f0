"""What a machine's calibration measures, and that a busy machine does not spoil it."""

import json

import pytest
import torch

import calibrate_machine
from calibration import networks
from calibration.networks import SUBJECTS, Subject, timed
from calibration.timing import Load, Moment, quiet_seconds
from deeptune_trainer.contract.phase_clock import usable_cores


def moments(*stays):
    """Moments with stays of (wall, thread, process) seconds between them."""
    at = Moment(0.0, 0.0, 0.0)
    found = [at]
    for wall, thread, process in stays:
        at = Moment(at.wall + wall, at.thread + thread, at.process + process)
        found.append(at)
    return found


QUIET, BUSY = (1.0, 1.0, 1.0), (7.0, 1.0, 1.0)
EVEN, WAITING = (1.0, 0.9, 1.8), (6.0, 0.9, 1.8)


@pytest.mark.parametrize(
    ("stays", "threads", "expected"),
    [
        ([QUIET] * 3, 1, 1.0),
        ([BUSY] * 3, 1, 1.0),
        ([BUSY, QUIET, BUSY], 1, 1.0),
        ([EVEN] * 3, 2, 0.945),
        ([WAITING] * 3, 2, 0.945),
        # The others do most of it: an even share is the least that it can take.
        ([(9.0, 0.2, 1.8)] * 3, 2, 0.945),
        # A GPU, or a disk, waits: only the clock on the wall knows.
        ([(1.0, 0.1, 0.1), (3.0, 0.1, 0.1), (2.0, 0.1, 0.1)], 0, 2.0),
    ],
)
def test_a_busy_machine_gives_the_times_of_a_quiet_one(stays, threads, expected):
    assert quiet_seconds(moments(*stays), threads) == pytest.approx(expected)


def test_others_share_of_the_machine_lies_between_none_and_all_of_it():
    share = Load(usable_cores()).share()

    assert share is None or 0 <= share <= 1


@pytest.mark.parametrize("subject", SUBJECTS[:5], ids=lambda subject: subject.architecture)
def test_each_small_network_is_timed_in_the_trainers_own_loop(subject, tmp_path):
    usual = torch.get_num_threads()

    timings = timed(subject, "cpu", tmp_path)

    assert [timing["batchSize"] for timing in timings] == [size for size, _ in subject.sizes]
    for timing in timings:
        assert 0 < timing["forwardSecondsPerPass"] < timing["trainSecondsPerPass"] < 10
    assert timings[0]["trainSecondsPerPass"] < timings[-1]["trainSecondsPerPass"]
    assert torch.get_num_threads() == usual
    assert not list(tmp_path.rglob("checkpoint-*"))


MAKERS = {"minilm": networks.of_minilm, "efficientnet-lite0": networks.of_efficientnet}


def test_packaged_networks_have_the_shape_of_the_published_ones(packaged):
    job = networks.job_of("packaged:any")
    for name, make in MAKERS.items():
        config = json.loads((packaged / name / "config.json").read_text())
        model, *_ = make(job, 64)
        assert model.config.model_type == config["model_type"]
        for field in ("hidden_size", "num_hidden_layers", "hidden_dim", "width_coefficient"):
            assert getattr(model.config, field, None) == config.get(field)


def test_all_is_measured_and_what_is_not_has_a_reason(tmp_path, monkeypatch):
    def full(*_):
        raise RuntimeError("CUDA out of memory")

    absent = Subject("packaged:absent", ((1, 8),), full, package="no_such_package")
    broken = Subject("config:broken", ((1, 8),), full)
    monkeypatch.setattr(calibrate_machine, "SUBJECTS", (SUBJECTS[0], absent, broken))

    measured = calibrate_machine.measure(tmp_path)

    device = measured["device"]
    assert list(device["timedNetworks"]) == [SUBJECTS[0].architecture]
    assert measured["skipped"] == {
        "packaged/absent": "no_such_package is not installed",
        "broken": "RuntimeError: CUDA out of memory",
    }
    rates = [name for name in device if name.endswith("PerSecond") or name.startswith("seconds")]
    assert len(rates) == 7
    assert (
        device["operationsPerSecond"]["fp32"] > 1e8 and "bf16" not in device["operationsPerSecond"]
    )
    assert all(device[name] > 0 for name in rates if name != "operationsPerSecond")
    assert not list(tmp_path.iterdir())
