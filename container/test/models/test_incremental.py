"""Incremental training: a child learns new concepts and keeps its parent's, and the parent stays
as it was."""

import json
import random

import pytest
import torch
from digits import concepts, rows
from jobs import digests_of, failure_of, run_job, write_job
from transformers import AutoModelForImageClassification

from deeptune_trainer.contract.job import Concept
from deeptune_trainer.models.base.architectures import head_of, label_settings
from deeptune_trainer.models.incremental import extend_head

CHILD = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}
TWO_NEW = {"image_size": [16], "batch_size": 32, "num_epochs": 4, "per_item_lrate": 3e-5}


@pytest.fixture(scope="module")
def child(tmp_path_factory, trained, objects):
    """A child of the digits 0 to 7 that adds 8 and 9, with a replay sample: its root."""
    root = tmp_path_factory.mktemp("child") / "ml"
    fresh = rows(200, 297, classes=[8, 9])
    replayed = rows(200, 297, classes=range(8), origin="replay")
    write_job(root, fresh + replayed, concepts(range(10)), TWO_NEW, objects, trained[0], **CHILD)
    channel = digests_of(root / "input/data/model")
    code, log = run_job(root)
    assert code == 0, log
    assert digests_of(root / "input/data/model") == channel
    return root


def test_the_child_knows_the_new_concepts_and_still_the_old_ones(child, metrics_of):
    metrics = metrics_of(child)

    assert metrics["newConcepts"]["accuracy"] > 0.9
    assert metrics["oldConcepts"]["accuracy"] > 0.9
    assert metrics["parent"]["accuracyOnOldConcepts"] > 0.9
    assert metrics["oldConcepts"]["count"] + metrics["newConcepts"]["count"] == 297
    forgetting = metrics["parent"]["accuracyOnOldConcepts"] - metrics["oldConcepts"]["accuracy"]
    assert metrics["forgetting"] == pytest.approx(forgetting)
    assert 0 <= metrics["parent"]["negativeFlipPercent"] < 10


def test_the_child_starts_from_what_the_parent_knew(child, metrics_of):
    untrained = metrics_of(child)["untrained"]["accuracy"]

    assert untrained > 0.5, "the parent's head rows were lost"


def test_the_child_names_its_parent(child):
    manifest = json.loads((child / "checkpoints/export/manifest.json").read_text())

    assert (manifest["modelVersionId"], manifest["parentVersionId"]) == ("v2", "v1")
    card = (child / "model/README.md").read_text()
    assert "| Parent version | v1 |" in card and "It went on from version v1." in card


def test_the_parents_job_folder_is_untouched_by_a_childs_training(child, trained):
    parent, channel = trained[0] / "checkpoints/export", child / "input/data/model"

    assert digests_of(parent) == digests_of(channel)


@pytest.mark.parametrize("seed", range(5))
def test_head_rows_follow_the_concept_id_never_the_position(trained, seed):
    model = AutoModelForImageClassification.from_pretrained(trained[0] / "checkpoints/export")
    parent_ids = [f"digit-{i}" for i in range(8)]
    ids = [*parent_ids, "new-a", "new-b"]
    random.Random(seed).shuffle(ids)
    pixels = torch.rand(4, 3, 16, 16)
    before, weight = model.eval()(pixels).logits, head_of(model)[1].weight

    model = extend_head(model, parent_ids, [Concept(i, i) for i in ids], False)

    after = model.eval()(pixels).logits
    assert after.shape == (4, 10) and model.config.num_labels == 10
    for row, concept_id in enumerate(parent_ids):
        child_row = ids.index(concept_id)
        assert torch.equal(head_of(model)[1].weight[child_row], weight[row])
        assert torch.allclose(after[:, child_row], before[:, row], atol=1e-5)
    assert model.config.id2label == label_settings([Concept(i, i) for i in ids], False)["id2label"]
    assert head_of(model)[1].weight[ids.index("new-a")].abs().sum() > 0


def test_a_concept_only_the_parent_had_is_dropped(trained):
    model = AutoModelForImageClassification.from_pretrained(trained[0] / "checkpoints/export")

    model = extend_head(model, [f"digit-{i}" for i in range(8)], [Concept("digit-5", "5")], False)

    assert model.eval()(torch.rand(1, 3, 16, 16)).logits.shape == (1, 1)


def damage_weights(channel):
    path = channel / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def remove_manifest(channel):
    (channel / "manifest.json").unlink()


def remove_all(channel):
    for file in channel.iterdir():
        file.unlink()


@pytest.mark.parametrize("damage", [damage_weights, remove_manifest, remove_all])
def test_a_corrupt_parent_is_the_platforms_fault(trained, objects, root, damage):
    write_job(root, rows(32, 8), concepts(range(10)), TWO_NEW, objects, trained[0], **CHILD)
    damage(root / "input/data/model")

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == "parent-artifact-corrupt"
    assert failure_of(root)["fault"] == "platform"


@pytest.mark.parametrize(
    "change",
    [{"parentVersionId": "v0"}, {"modelType": "visual-detector"}, {"recipe": "text_classifier"}],
)
def test_the_wrong_parent_is_refused(trained, objects, root, change):
    texts = [{**row, "text": "a text"} for row in rows(32, 8)]
    job = {**CHILD, **change}
    write_job(root, texts, concepts(range(10)), {"num_epochs": 1}, objects, trained[0], **job)

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == "parent-mismatch"


def test_a_concept_without_an_example_is_never_predicted_until_a_child_gets_some(
    trained, objects, root, metrics_of
):
    more = concepts([*range(8), 9])
    write_job(root, rows(32, 30, classes=range(8)), more, TWO_NEW, objects, trained[0], **CHILD)
    assert run_job(root)[0] == 0
    model = AutoModelForImageClassification.from_pretrained(root / "checkpoints/export").eval()

    logits = model(torch.rand(4, 3, 16, 16)).logits
    child = extend_head(model, [c["id"] for c in more], [Concept("digit-9", "9")], False)

    assert logits[:, 8].tolist() == [-20.0] * 4
    assert (logits[:, :8] > -20).all()
    assert head_of(child)[1].weight.abs().sum() > 0
