"""Torture of checkpoints: kill -9 at random moments, pickles, forged headers. Minutes, so `pytest`
does not collect it by itself: `python -m pytest container/test/torture.py`.

DEEPTUNE_TORTURE_KILLS and DEEPTUNE_TORTURE_SEED choose another number of kills and other moments.
"""

import io
import json
import os
import pickle
import random
import resource
import shutil
import signal
import struct
import subprocess
import time
import traceback

import digits
import pytest
import torch
from jobs import run_job, start_job, weights_of, write_job
from torch import nn

from deeptune_trainer.contract.durable_files import FolderIncomplete, sha256_of
from deeptune_trainer.contract.failures import PlatformFault
from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.loop.checkpoints import newest_complete, write_checkpoint
from deeptune_trainer.loop.optimization import Optimization, build_optimizer
from deeptune_trainer.loop.training_state import (
    read_optimizer,
    read_random_state,
    read_weights,
    write_training_state,
)
from deeptune_trainer.predictors.predictor import load_predictor

KILLS = int(os.environ.get("DEEPTUNE_TORTURE_KILLS", "220"))
SEED = int(os.environ.get("DEEPTUNE_TORTURE_SEED", "1"))
HEADERS = 10_000
# All that draws or remembers: flips, momentum, a schedule with a warm-up, an odd last batch.
TINY = {"image_size": [8], "batch_size": 16, "num_epochs": 4, "per_item_lrate": 1e-4}
TINY |= {"flip_probability": 0.3, "momentum": 0.9, "warmup_iters": 4, "early_stopping_patience": 2}


def write_tiny_job(root, objects):
    """A job of 28 steps, unless it ends early; the best of its four epochs is kept."""
    write_job(root, digits.rows(114, 8), digits.concepts(range(10)), TINY, objects)


@pytest.fixture(scope="module")
def whole(tmp_path_factory, objects):
    """The job run without interruption: (its weights, the seconds it takes)."""
    for _ in range(2):  # the first run also starts the server that forks jobs
        root = tmp_path_factory.mktemp("whole") / "ml"
        write_tiny_job(root, objects)
        began = time.monotonic()
        code, log = run_job(root)
        assert code == 0, log
    return weights_of(root), time.monotonic() - began


def test_killed_at_any_moment_it_resumes_from_a_whole_checkpoint_and_ends_the_same(
    whole, tmp_path, objects
):
    chance = random.Random(SEED)
    kills, jobs, weights_at = {"anywhere": 0, "while saving": 0}, 0, {}
    while sum(kills.values()) < KILLS:
        root = tmp_path / f"job-{jobs}"
        write_tiny_job(root, objects)
        was_killed = True
        while was_killed and sum(kills.values()) < KILLS:
            expected, seen = newest_step(root, weights_at), len(log_of(root))
            where = chance.choice(list(kills))
            was_killed = kill(start_job(root), root, where, chance, whole[1])
            kills[where] += was_killed
            assert resumed_steps(log_of(root)[seen:]) in ([], [expected])
        code, log = run_job(root)
        assert code == 0, log
        assert weights_of(root) == whole[0], f"job {jobs} of seed {SEED}"
        jobs += 1
        shutil.rmtree(root)
    print(f"{kills} kills; {jobs} jobs ended with the same weights; {len(weights_at)} steps saved")


def newest_step(root, weights_at):
    """The step of the newest whole checkpoint or None; its weights are those of every other run."""
    found = newest_complete(root / "checkpoints", read_job(Paths(root)).identity)
    if found is None:
        return None
    folder, manifest = found
    digest = sha256_of(folder / "model.safetensors")
    assert weights_at.setdefault(manifest["step"], digest) == digest
    return manifest["step"]


def log_of(root):
    """What the job has printed so far."""
    return (root / "log.txt").read_text() if (root / "log.txt").exists() else ""


def resumed_steps(log):
    """The steps that the log says were resumed from."""
    mark = "resumed from the checkpoint of step "
    return [int(line.split(mark)[1].split()[0]) for line in log.splitlines() if mark in line]


def kill(process, root, where, chance, seconds):
    """Kills the job at a random moment, of all or of a save; False where it ended before."""
    deadline = time.monotonic() + chance.random() * seconds
    if where == "while saving":
        before = set((root / "checkpoints").glob("*checkpoint-*"))
        while process.is_alive() and set((root / "checkpoints").glob("*checkpoint-*")) == before:
            time.sleep(0.0005)
        deadline = time.monotonic() + chance.random() * 0.03
    while process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.0005)
    process.kill()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), log_of(root)
    return process.exitcode == -signal.SIGKILL


def commands(mark):
    """Callables with arguments that leave `mark` behind where a pickle of them is opened."""
    touch = f"open({str(mark)!r}, 'w')"
    return [
        (open, (str(mark), "w")),
        (os.system, (f"touch {mark}",)),
        (subprocess.check_output, (["touch", str(mark)],)),
        (eval, (touch,)),
        (exec, (touch,)),
        (os.mkdir, (str(mark),)),
    ]


class Bomb:
    """Calls `call` where it is unpickled."""

    def __init__(self, call):
        self.call = call

    def __reduce__(self):
        return self.call


FORMS = {
    "pickle": lambda bomb: pickle.dumps(bomb),
    "protocol 0": lambda bomb: pickle.dumps(bomb, protocol=0),
    "torch.save": lambda bomb: saved_by_torch(bomb, True),
    "torch.save of old": lambda bomb: saved_by_torch(bomb, False),
    "after a header": lambda bomb: struct.pack("<Q", 2) + b"{}" + pickle.dumps(bomb),
}
NAMES = ["optimizer.pt", "scheduler.pt", "rng_state.pth", "training_args.bin", "pytorch_model.bin"]
NAMES += ["model.ckpt", "state.pkl", "adapter_model.bin", "model.safetensors", "optimizer.json"]
NAMES += ["optimizer.safetensors", "tokenizer.json", "config.json", "trainer_state.json"]


def saved_by_torch(bomb, is_zip):
    """The bytes of torch.save."""
    buffer = io.BytesIO()
    torch.save(bomb, buffer, _use_new_zipfile_serialization=is_zip)
    return buffer.getvalue()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_no_pickle_is_opened_whatever_its_name_and_whoever_lists_it(tmp_path, name, form):
    for number, call in enumerate(commands(tmp_path / "mark")):
        payload = FORMS[form](Bomb(call))
        root = tmp_path / f"{number}"

        def write_files(folder, payload=payload):
            write_model(folder)
            (folder / name).write_bytes(payload)

        write_checkpoint(root, 5, write_files, {"identity": "job"})  # listed, with right digests
        load_all(root)
        (root / "checkpoint-5/manifest.json").unlink()
        load_all(root)
        with pytest.raises((FolderIncomplete, PlatformFault, KeyError)):
            load_predictor(root / "checkpoint-5")
        assert not (tmp_path / "mark").exists(), (name, form, call)


@pytest.mark.parametrize("call", range(6))
def test_a_whole_job_resumes_beside_pickles_of_every_name(whole, tmp_path, objects, call):
    root = tmp_path / "ml"
    write_tiny_job(root, objects)
    assert run_job(root)[0] == 0
    (root / "checkpoints/export/manifest.json").unlink()
    bomb = Bomb(commands(tmp_path / "mark")[call])
    for folder in [*(root / "checkpoints").glob("checkpoint-*"), root / "checkpoints"]:
        for name in NAMES:
            if not (folder / name).exists():
                (folder / name).write_bytes(pickle.dumps(bomb))

    code, log = run_job(root)

    assert code == 0 and "resumed from" in log and weights_of(root) == whole[0]
    assert not (tmp_path / "mark").exists()


def small_parts():
    """(model, optimizer, scheduler) after one step."""
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))
    plan = Optimization(batch_size=2, epochs=1, learning_rate=0.1)
    optimizer, scheduler = build_optimizer(plan, model, model[2], 4)
    model(torch.ones(2, 3)).sum().backward()
    optimizer.step()
    scheduler.step()
    return model, optimizer, scheduler


def write_model(folder):
    """The files of a checkpoint."""
    write_training_state(folder, *small_parts())


def load_all(root):
    """Reads the newest checkpoint below `root` as a resumed run does; True where it was read."""
    found = newest_complete(root, "job")
    return found is not None and is_read(found[0])


def is_read(folder):
    """Whether a checkpoint's files load; any failure but a PlatformFault is passed on."""
    model, optimizer, scheduler = small_parts()
    try:
        read_weights(folder, model)
        read_optimizer(folder, optimizer, scheduler)
        read_random_state(folder)
        return True
    except PlatformFault as fault:
        assert fault.code == "checkpoint-mismatch"
        return False


def test_forged_headers_are_refused_without_a_crash_a_hang_or_much_memory(tmp_path):
    """In a child process, so that a crash of the interpreter is seen; 8 GiB of address space, so
    that a header's promise of terabytes is not believed."""
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))
            signal.alarm(240)
            counts = read_forged(tmp_path)
            (tmp_path / "counts.json").write_text(json.dumps(counts))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)

    assert status == 0, "the child crashed, hung or raised"
    counts = json.loads((tmp_path / "counts.json").read_text())
    print(f"{counts['refused']} forged headers refused, {counts['read']} harmless ones read")
    assert counts["read"] + counts["refused"] == HEADERS and counts["refused"] > HEADERS / 2


def read_forged(folder):
    """Forges each of the two tensor files HEADERS / 2 times and reads them."""
    chance, counts = random.Random(SEED), {"read": 0, "refused": 0}
    write_model(folder)
    assert is_read(folder), "unchanged files are read"
    for name in ("model.safetensors", "optimizer.safetensors"):
        original = (folder / name).read_bytes()
        for _ in range(HEADERS // 2):
            (folder / name).write_bytes(forged(original, chance))
            counts["read" if is_read(folder) else "refused"] += 1
        (folder / name).write_bytes(original)
    return counts


def forged(data, chance):
    """`data` with its header changed in one of many ways."""
    length = struct.unpack("<Q", data[:8])[0]
    header, body = data[8 : 8 + length], data[8 + length :]
    way = chance.randrange(7)
    if way == 0:  # a wrong length
        wrong = chance.choice([0, 1, length - 1, length + 1, 2**31, 2**63, 2**64 - 1])
        return struct.pack("<Q", wrong) + header + body
    if way == 1:  # bits flipped
        flipped = bytearray(header)
        for _ in range(chance.randint(1, 8)):
            flipped[chance.randrange(length)] ^= 1 << chance.randrange(8)
        return data[:8] + bytes(flipped) + body
    if way == 2:  # cut or lengthened anywhere
        return chance.choice([data[: chance.randrange(len(data))], data + b"x" * 9])
    if way == 3:  # no JSON object of tensors
        text = chance.choice(
            [b"", b"[]", b"null", b"{" * 5000, b'{"a":1}', b"\xff\xfe", b'{"":{}}']
        )
        return struct.pack("<Q", len(text)) + text + body
    entries = json.loads(header)
    name = chance.choice([key for key in entries if key != "__metadata__"])
    entry = entries[name]
    odd = [-1, 0, 1, 2**31, 2**62, 2**64, 1e300, None, "1", [], True]
    if way == 4:
        entry["data_offsets"] = [chance.choice(odd), chance.choice(odd)]
    elif way == 5:
        entry["shape"] = [chance.choice(odd) for _ in range(chance.randrange(4))]
    else:
        entry["dtype"] = chance.choice(["F64", "BOOL", "Q4", "", None, 3, "F8_E4M3", "I8"])
    text = json.dumps(entries).encode()
    return struct.pack("<Q", len(text)) + text + body
