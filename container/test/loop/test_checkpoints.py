"""Only whole, verified checkpoints are ever loaded."""

import json
import pickle
import random
import shutil

import pytest
from faults import Bomb

from deeptune_trainer.contract.durable_files import (
    MANIFEST,
    publish_folder,
    read_verified,
    sha256_of,
)
from deeptune_trainer.contract.failures import PlatformFault
from deeptune_trainer.loop.checkpoints import is_due, newest_complete, write_checkpoint


def save(root, step, identity="job"):
    """A checkpoint of two files with contents of its own."""

    def write_files(folder):
        (folder / "model.safetensors").write_bytes(bytes([step]) * 1000)
        (folder / "optimizer.json").write_text(f'{{"step": {step}}}')

    write_checkpoint(root, step, write_files, {"identity": identity})


@pytest.fixture
def root(tmp_path):
    for step in (1, 2, 3):
        save(tmp_path, step)
    return tmp_path


def test_the_newest_two_are_kept_and_the_newest_is_found(root):
    assert sorted(p.name for p in root.iterdir()) == ["checkpoint-2", "checkpoint-3"]
    folder, manifest = newest_complete(root, "job")
    assert folder.name == "checkpoint-3" and manifest["step"] == 3


def test_a_torn_later_one_does_not_take_the_place_of_a_whole_one(root):
    for step in (8, 9):
        shutil.copytree(root / "checkpoint-3", root / f"checkpoint-{step}")
        (root / f"checkpoint-{step}" / MANIFEST).unlink()

    save(root, 4)
    save(root, 5)

    assert sorted(p.name for p in root.iterdir()) == ["checkpoint-4", "checkpoint-5"]


@pytest.mark.parametrize("seed", range(60))
def test_any_damage_to_the_newest_falls_back_to_the_one_before(root, seed):
    chance = random.Random(seed)
    victim = chance.choice(sorted((root / "checkpoint-3").iterdir()))
    data = bytearray(victim.read_bytes())
    damage = chance.choice(["truncate", "flip", "delete", "extend", "uploading"])
    if damage == "delete":
        victim.unlink()
    elif damage == "uploading":
        victim.rename(victim.with_name(victim.name + ".sagemaker-uploading"))
    elif damage == "truncate":
        victim.write_bytes(data[: chance.randrange(len(data))])
    elif damage == "flip" and victim.name != MANIFEST:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        victim.write_bytes(data)
    else:
        victim.write_bytes(data + b"x")

    assert newest_complete(root, "job")[0].name == "checkpoint-2"


@pytest.mark.parametrize("seed", range(40))
def test_any_subset_of_synced_files_gives_a_whole_checkpoint_or_none(root, seed):
    chance = random.Random(seed)
    for file in sorted(root.glob("checkpoint-*/*")):
        if chance.random() < 0.4:
            file.unlink()

    found = newest_complete(root, "job")

    if found:
        files = {f["name"]: f["sha256"] for f in read_verified(found[0])["files"]}
        assert len(files) == 2 and all(sha256_of(found[0] / n) == d for n, d in files.items())


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"files": 3}', '{"files": [{}]}', "\x00"])
def test_a_malformed_manifest_counts_as_no_checkpoint(root, text):
    (root / "checkpoint-3" / MANIFEST).write_text(text)

    assert newest_complete(root, "job")[0].name == "checkpoint-2"


def test_a_renamed_checkpoint_is_not_taken_for_a_later_step(root):
    shutil.copytree(root / "checkpoint-3", root / "checkpoint-9")

    assert newest_complete(root, "job")[0].name == "checkpoint-3"


def test_without_checkpoints_there_is_none(tmp_path):
    assert newest_complete(tmp_path, "job") is None
    assert newest_complete(tmp_path / "missing", "job") is None


def test_another_jobs_checkpoint_is_a_fault(root):
    with pytest.raises(PlatformFault, match="another job"):
        newest_complete(root, "other")


@pytest.mark.parametrize("name", ["optimizer.pt", "rng_state.pth", "pytorch_model.bin", "x.pkl"])
def test_a_folder_that_lists_a_pickle_is_refused_even_with_right_digests(tmp_path, name):
    mark = tmp_path / "mark"
    (tmp_path / "writing").mkdir()
    (tmp_path / "writing" / name).write_bytes(pickle.dumps(Bomb(mark)))
    publish_folder(tmp_path / "writing", tmp_path / "checkpoint-5", {"step": 5, "identity": "job"})

    assert newest_complete(tmp_path, "job") is None
    assert not mark.exists()


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "a/../../secret"])
def test_a_manifest_cannot_name_files_outside_its_folder(root, name):
    path = root / "checkpoint-3" / MANIFEST
    manifest = json.loads(path.read_text())
    manifest["files"][0]["name"] = name
    path.write_text(json.dumps(manifest))

    assert newest_complete(root, "job")[0].name == "checkpoint-2"


@pytest.mark.parametrize("save_seconds", [0.001, 0.1, 3.0, 60.0])
@pytest.mark.parametrize("step_seconds", [0.001, 0.05, 2.0])
@pytest.mark.parametrize("total", [2, 3, 7, 100, 5000])
def test_every_plan_saves_at_least_twice_and_at_the_end(total, step_seconds, save_seconds):
    saved, last, since = [], 0, 0.0
    for step in range(1, total + 1):
        since += step_seconds
        if is_due(step, total, last, since, save_seconds):
            saved.append(step)
            last, since = step, 0.0

    assert len(saved) >= 2 and saved[-1] == total
    frequent = max(1, total * step_seconds / (20 * save_seconds))
    assert len(saved) <= frequent + 5
