"""trainable_layers: what is frozen stays, what is computed once is what would be computed anew, and
the artifact is one whole ordinary model. With the real packaged weights, on a few inputs."""

import json
import shutil

import pytest
import torch
from digits import concepts, rows
from jobs import failure_of, run_job, start_job, weights_of, write_job
from packaged import stage
from safetensors.torch import load_file
from texts import TOPICS, text_rows
from transformers import AutoModelForImageClassification, AutoModelForSequenceClassification

from deeptune_trainer.contract.failures import UserFault
from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.stop import StopSignal
from deeptune_trainer.data.batches import ImageInputs, TextInputs, stack, text_collator
from deeptune_trainer.data.dataset import Row, read_dataset
from deeptune_trainer.data.images import read_preprocessing
from deeptune_trainer.entry import load_recipe
from deeptune_trainer.loop import training
from deeptune_trainer.loop.gpu_memory_check import workload_of
from deeptune_trainer.models.base.shared_copies import without_open_gates
from deeptune_trainer.models.frozen import feature_cache
from deeptune_trainer.models.frozen.freezing import Freezing, trained_part
from deeptune_trainer.models.frozen.frozen_layers import FrozenLayers
from deeptune_trainer.models.text.tokenization import load_tokenizer
from deeptune_trainer.predictors.predictor import load_predictor

IMAGES = {"image_size": 32, "batch_size": 8, "num_epochs": 3, "lrate": 1e-3}
TEXTS = {"max_length": 16, "batch_size": 4, "num_epochs": 3, "lrate": 5e-4}
TWO = [{"id": topic, "name": topic} for topic in TOPICS[:2]]


@pytest.fixture
def write_images(packaged, objects):
    """A function (root, hyperparameters) that writes a job on 40 digits from EfficientNet-Lite0."""

    def write(root, hyperparameters, **job):
        named = {"baseModel": "packaged:efficientnet-lite0", **job}
        write_job(
            root, rows(40, 12), concepts(range(10)), IMAGES | hyperparameters, objects, **named
        )
        stage(root, packaged, "efficientnet-lite0")

    return write


@pytest.fixture
def write_texts(packaged):
    """A function (root, hyperparameters) that writes a job on 24 passages from MiniLM."""

    def write(root, hyperparameters):
        job = {"modelType": "text-classifier", "recipe": "text_classifier"}
        passages = text_rows(TOPICS[:2])
        few = passages[:: len(passages) // 24]
        write_job(root, few, TWO, TEXTS | hyperparameters, baseModel="packaged:minilm", **job)
        stage(root, packaged, "minilm")

    return write


def exported(root):
    """The weights of a finished job."""
    return load_file(root / "checkpoints/export/model.safetensors")


def changed_names(root, packaged, name, prefix=""):
    """Names of the tensors that differ from the packaged ones, but for the head's."""
    before = load_file(packaged / name / "model.safetensors")
    after = exported(root)
    known = {n: before[n.removeprefix(prefix)] for n in after if n.removeprefix(prefix) in before}
    return {n for n, tensor in known.items() if not torch.equal(tensor, after[n])}


@pytest.mark.parametrize(("layers", "first"), [("head", 16), ("2", 14)])
def test_frozen_layers_of_efficientnet_stay_to_the_last_bit(
    root, packaged, write_images, layers, first
):
    write_images(root, {"trainable_layers": layers})

    code, log = run_job(root)

    assert code == 0, log
    assert "starts from packaged/efficientnet-lite0 (EfficientNet-Lite0" in log
    assert "inputs passed once" in log
    learnt = changed_names(root, packaged, "efficientnet-lite0")
    blocks = {int(name.split(".")[3]) for name in learnt if ".blocks." in name}
    assert blocks == set(range(first, 16))
    assert not any("embeddings" in name or "squeeze_excite" in name for name in learnt)
    assert any("running_mean" in name for name in learnt) == (layers != "head")


def test_all_layers_learn_but_the_gates(root, packaged, write_images):
    write_images(root, {"num_epochs": 1})

    code, log = run_job(root)

    assert code == 0, log
    learnt = changed_names(root, packaged, "efficientnet-lite0")
    gates = {name for name in exported(root) if "squeeze_excite" in name}
    assert gates and not gates & learnt
    assert "efficientnet.embeddings.convolution.weight" in learnt


@pytest.mark.parametrize(("layers", "first"), [("head", 6), ("1", 5)])
def test_frozen_layers_of_minilm_stay_to_the_last_bit(root, packaged, write_texts, layers, first):
    write_texts(root, {"trainable_layers": layers})

    code, log = run_job(root)

    assert code == 0, log
    assert "starts from packaged/minilm (sentence-transformers/all-MiniLM-L6-v2)" in log
    learnt = changed_names(root, packaged, "minilm", "bert.")
    assert {int(name.split(".")[3]) for name in learnt if ".layer." in name} == set(range(first, 6))
    assert not any("embeddings" in name for name in learnt)
    assert "bert.pooler.dense.weight" in learnt


def test_the_artifact_is_an_ordinary_model_and_answers_what_was_measured(
    root, tmp_path, write_texts
):
    write_texts(root, {"trainable_layers": "1"})
    code, log = run_job(root)
    assert code == 0, log
    export = root / "checkpoints/export"
    lines = (root / "input/data/train/manifest.jsonl").read_text().splitlines()
    held_out = [row for row in map(json.loads, lines) if row["split"] == "test"]

    model = AutoModelForSequenceClassification.from_pretrained(export)
    outputs = load_predictor(export).predict([{"text": row["text"]} for row in held_out])

    assert model.config.num_labels == 2 and len(model.bert.encoder.layer) == 6
    right = sum(
        output["concepts"][0]["id"] == row["concepts"][0]["id"]
        for output, row in zip(outputs, held_out, strict=True)
    )
    measured = json.loads((export / "metrics.json").read_text())["heldOut"]["accuracy"]
    assert measured == pytest.approx(right / len(held_out), abs=1e-9)


@pytest.mark.parametrize("kind", ["images", "texts"])
def test_a_killed_run_ends_with_the_weights_of_an_uninterrupted_one(
    tmp_path, write_images, write_texts, kind
):
    write, layers = {"images": (write_images, "2"), "texts": (write_texts, "1")}[kind]
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for root in (whole, broken):
        write(root, {"trainable_layers": layers})
    assert run_job(whole)[0] == 0

    process = start_job(broken)
    while process.is_alive() and not any(
        (broken / "checkpoints").glob("checkpoint-*/manifest.json")
    ):
        process.join(0.02)
    process.kill()
    process.join()
    assert not (broken / "checkpoints/export").exists(), "it was killed too late to show anything"
    code, log = run_job(broken)

    assert code == 0 and "resumed from" in log
    assert weights_of(broken) == weights_of(whole)


@pytest.mark.parametrize("kind", ["images", "texts"])
def test_kept_features_give_the_same_weights_as_features_that_are_computed_anew(
    tmp_path, monkeypatch, write_images, write_texts, kind
):
    write, layers = {"images": (write_images, "2"), "texts": (write_texts, "1")}[kind]
    kept, anew = tmp_path / "kept", tmp_path / "anew"
    for root in (kept, anew):
        write(root, {"trainable_layers": layers})
    recipe = load_recipe({"images": "visual_classifier", "texts": "text_classifier"}[kind])
    recipe.train(read_job(Paths(kept)), Paths(kept), StopSignal())

    monkeypatch.setattr(feature_cache, "FeatureFile", Forgetful)
    recipe.train(read_job(Paths(anew)), Paths(anew), StopSignal())

    assert Forgetful.computed > 100
    assert weights_of(anew) == weights_of(kept)


class Forgetful(feature_cache.FeatureFile):
    """A FeatureFile that keeps nothing: it has each group pass the frozen layers again."""

    computed = 0

    def fill(self, frozen, inputs, collate):
        """Remembers only where features come from."""
        self.source = (frozen, inputs, collate)
        self.groups = feature_cache.groups_of(inputs)

    def read(self, number):
        Forgetful.computed += 1
        frozen, inputs, collate = self.source
        group = next(group for group in self.groups if number in group)
        features = feature_cache.group_features(frozen, [inputs[i] for i in group], collate)
        return features[group.index(number)]


def test_augmented_images_pass_the_frozen_layers_at_each_step(root, packaged, write_images):
    write_images(root, {"trainable_layers": "2", "flip_probability": 0.5, "num_epochs": 1})

    code, log = run_job(root)

    assert code == 0, log
    assert "passed at each step, because inputs are augmented" in log
    learnt = changed_names(root, packaged, "efficientnet-lite0")
    assert {int(name.split(".")[3]) for name in learnt if ".blocks." in name} == {14, 15}


def test_features_that_would_fill_the_disk_are_not_kept(root, monkeypatch, write_texts):
    write_texts(root, {"trainable_layers": "1", "num_epochs": 1})
    monkeypatch.setattr(feature_cache, "MAX_BYTES", 1000)

    load_recipe("text_classifier").train(read_job(Paths(root)), Paths(root), StopSignal())

    text = Paths(root).export.joinpath("metrics.json").read_text()
    assert json.loads(text)["steps"] > 0


@pytest.mark.parametrize("layers", ["head", 1, 3])
@pytest.mark.parametrize("name", ["minilm", "efficientnet-lite0"])
def test_a_model_in_two_parts_answers_as_the_whole(
    packaged, tmp_path, objects, write_images, name, layers
):
    if name == "minilm":
        model = AutoModelForSequenceClassification.from_pretrained(packaged / name)
        texts = ["One sentence.", "Another sentence, somewhat longer than the first.", "Third"]
        row = [Row(str(i), None, text, (0,), "train", "new") for i, text in enumerate(texts)]
        inputs, collate = TextInputs(row, 2), text_collator(load_tokenizer(packaged / name), 32)
    else:
        model = AutoModelForImageClassification.from_pretrained(packaged / name)
        write_images(tmp_path / "job", {})
        paths = Paths(tmp_path / "job")
        data = read_dataset(read_job(paths), paths, "image", True)
        inputs, collate = (
            ImageInputs(data.test, paths, read_preprocessing(packaged / name), 10),
            stack,
        )
    inputs = torch.utils.data.Subset(inputs, range(3))
    inputs.rows, inputs.concept_count = inputs.dataset.rows[:3], inputs.dataset.concept_count
    model.eval()

    freezing = Freezing(layers, False, tmp_path, StopSignal())
    part, (kept,), collate_kept = trained_part(model, freezing, [inputs], collate)

    with torch.inference_mode():
        expected = model(**without_labels(collate([inputs[i] for i in range(3)]))).logits
        found = part.eval()(**without_labels(collate_kept([kept[i] for i in range(3)]))).logits
    assert torch.allclose(found, expected, atol=1e-4)


def without_labels(batch):
    return {name: value for name, value in batch.items() if name != "labels"}


def test_the_memory_of_a_text_model_above_frozen_layers_is_predicted(
    root, monkeypatch, write_texts
):
    """As on a GPU, where a run that cannot fit is refused before its first step."""
    write_texts(root, {"trainable_layers": "1", "num_epochs": 1})
    seen = []
    monkeypatch.setattr(training, "refuse_training", lambda run: seen.append(workload_of(run)))

    load_recipe("text_classifier").train(read_job(Paths(root)), Paths(root), StopSignal())

    assert 0 < seen[0].tokens <= 16 and seen[0].trained < 2_000_000 and seen[0].layers == 6


def test_leaving_open_gates_out_changes_no_bit_of_a_training_step(packaged):
    folder, pixels = packaged / "efficientnet-lite0", torch.randn(4, 3, 32, 32)
    gradients = []
    for is_lean in (False, True):
        model = AutoModelForImageClassification.from_pretrained(folder).train()
        trained = without_open_gates(model) if is_lean else model
        torch.manual_seed(3)
        trained(pixels).logits.square().mean().backward()
        named = model.named_parameters()
        gradients.append({n: p.grad for n, p in named if "squeeze_excite" not in n})
        assert any("squeeze_excite" in n for n, _ in trained.named_parameters()) != is_lean

    assert all(torch.equal(gradients[0][name], gradients[1][name]) for name in gradients[0])


def test_gates_that_were_learnt_stay(packaged):
    model = AutoModelForImageClassification.from_pretrained(packaged / "efficientnet-lite0")
    with torch.no_grad():
        for block in model.efficientnet.encoder.blocks[:15]:
            block.squeeze_excite.reduce.weight.fill_(0.1)

    lean = without_open_gates(model)

    gates = [block.squeeze_excite for block in lean.efficientnet.encoder.blocks]
    assert [type(gate).__name__ == "Identity" for gate in gates] == [False] * 15 + [True]


def test_a_momentum_that_tensorflow_counts_is_read_as_torch_counts_it(root, packaged, objects):
    """As google/efficientnet-b0 and its kin have it on the hub."""
    folder = root / "input/data/base-model"
    shutil.copytree(packaged / "efficientnet-lite0", folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "batch_norm_momentum": 0.99}))
    write_job(root, rows(24, 8), concepts(range(10)), IMAGES, objects, baseModel="hub:a/network")

    code, log = run_job(root)

    assert code == 0, log
    assert "starts from a/network" in log and "momentum 0.01" in log
    exported_config = json.loads((root / "checkpoints/export/config.json").read_text())
    assert exported_config["batch_norm_momentum"] == pytest.approx(0.01)


def test_more_blocks_than_there_are_is_the_users_fault(packaged):
    model = AutoModelForSequenceClassification.from_pretrained(packaged / "minilm")

    with pytest.raises(UserFault, match="trainable_layers is 7, but the base model has 6 blocks"):
        FrozenLayers(model.bert, 7)


def test_random_weights_all_learn_and_the_log_says_so(root, objects):
    settings = {"image_size": 8, "num_epochs": 1, "trainable_layers": "head"}
    write_job(root, rows(40, 12), concepts(range(10)), settings, objects)

    code, log = run_job(root)

    assert code == 0, log
    assert "trainable_layers: all instead of head, the weights are random" in log
    assert "starts from nothing: random weights of resnet-small" in log


@pytest.mark.parametrize("broken", ["folder", "weights", "config"])
def test_a_base_model_that_is_not_staged_whole_is_the_platforms_fault(
    root, packaged, objects, broken
):
    job = {"baseModel": "packaged:efficientnet-lite0"}
    write_job(root, rows(8, 2), concepts(range(10)), IMAGES, objects, **job)
    folder = root / "input/data/base-model"
    if broken != "folder":
        folder.mkdir()
        kept = "config.json" if broken == "weights" else "model.safetensors"
        (folder / kept).symlink_to(packaged / "efficientnet-lite0" / kept)

    code, _ = run_job(root)

    failure = failure_of(root)
    assert (code, failure["code"]) == (1, "base-model-unavailable")
    missing = {"folder": "config.json", "weights": "*.safetensors", "config": "config.json"}
    assert (
        missing[broken] in failure["message"]
        and "packaged/efficientnet-lite0" in failure["message"]
    )
