"""Children of classifiers as whole jobs: what they keep, what they write, what they refuse."""

import json

import pytest
from digits import concepts, rows
from jobs import failure_of, run_job, start_job, training_alone, write_job
from texts import TOPICS, text_rows

from deeptune_trainer.predictors.predictor import load_predictor

CHILD = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}
SETTINGS = {"image_size": [16], "batch_size": 32, "num_epochs": 2, "per_item_lrate": 3e-5}
TEXT = {"modelType": "text-classifier", "recipe": "text_classifier"}
TEXT |= {"baseModel": "config:bert-small"}


def exemplars_of(root):
    content = json.loads((root / "checkpoints/exemplars.json").read_text())
    assert content["schemaVersion"] == 1
    return content["concepts"]


def train_rows_of(root):
    """concept -> ids of the manifest's train rows."""
    found = {}
    for line in (root / "input/data/train/manifest.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["split"] == "train":
            found.setdefault(row["concepts"][0]["id"], set()).add(row["id"])
    return found


@pytest.mark.parametrize("fixture", ["trained", "trained_text"])
def test_a_training_names_the_rows_that_stand_for_each_concept(fixture, request):
    root, log = request.getfixturevalue(fixture)

    exemplars, known = exemplars_of(root), train_rows_of(root)

    assert set(exemplars) == set(known) and "exemplars: " in log
    for concept, ids in exemplars.items():
        assert len(set(ids)) == len(ids) and set(ids) <= known[concept]
        # All but those that chose the best epoch.
        assert 0.7 * len(known[concept]) < len(ids) < len(known[concept])


def test_a_child_that_lacks_a_concept_of_its_parent_in_another_order(
    trained, objects, root, metrics_of
):
    order = [9, 7, 3, 0, 1, 5]
    fresh, old = rows(60, 20, classes=[9]), rows(120, 60, classes=order[1:], origin="replay")
    write_job(root, fresh + old, concepts(order), SETTINGS, objects, trained[0], **CHILD)

    code, log = run_job(root)

    assert code == 0, log
    metrics = metrics_of(root)
    assert metrics["untrained"]["accuracy"] > 0.5, "head rows do not follow their concepts"
    assert metrics["parent"]["accuracyOnOldConcepts"] > 0.8
    assert metrics["newConcepts"]["count"] == 20 and metrics["oldConcepts"]["count"] == 60
    each = {entry["conceptId"]: entry for entry in metrics["oldConcepts"]["perConcept"]}
    assert set(each) == {f"digit-{digit}" for digit in order[1:]}
    assert sum(entry["count"] for entry in each.values()) == 60
    assert sum(e["before"] * e["count"] for e in each.values()) / 60 == pytest.approx(
        metrics["parent"]["accuracyOnOldConcepts"]
    )
    assert set(exemplars_of(root)) == {f"digit-{digit}" for digit in order}


@pytest.mark.parametrize(
    ("settings", "child", "code"),
    [
        ({"distillation_weight": 1}, {}, "hyperparameter-unknown"),
        ({"relearning_rate": 1}, {}, "hyperparameter-unknown"),
        ({"replay_percent": 10}, {}, "hyperparameter-unknown"),
        ({"distillation_weight": -1}, CHILD, "hyperparameter-invalid"),
        ({"relearning_rate": 11}, CHILD, "hyperparameter-invalid"),
        ({"replay_percent": 101}, CHILD, "hyperparameter-invalid"),
    ],
)
@pytest.mark.parametrize("recipe", ["visual_classifier", "text_classifier"])
def test_settings_of_a_child_are_checked_and_refused_without_a_parent(
    trained, trained_text, objects, root, settings, child, code, recipe
):
    is_text = recipe == "text_classifier"
    data = text_rows(TOPICS[:1]) if is_text else rows(8, 2)
    job = {**(TEXT if is_text else {}), **child}
    parent = (trained_text if is_text else trained)[0] if child else None
    write_job(root, data, concepts(range(10)), settings, objects, parent, **job)

    process = start_job(root, training_alone)
    process.join()

    assert failure_of(root)["code"] == code


def test_a_text_child_keeps_old_concepts_and_is_silent_about_one_without_examples(
    trained_text, root, metrics_of
):
    names = [TOPICS[3], *TOPICS[:3], "nothing"]
    fresh = text_rows(TOPICS[3:])
    replayed = text_rows(TOPICS[:3], "replay")
    settings = {"batch_size": 8, "num_epochs": 6, "lrate": 2e-3}
    named = [{"id": name, "name": name} for name in names]
    job = {**TEXT, **CHILD}
    write_job(root, fresh + replayed, named, settings, parent=trained_text[0], **job)

    code, log = run_job(root)

    assert code == 0, log
    metrics = metrics_of(root)
    # Without what is replayed and distilled, the old ones fall to nothing.
    assert metrics["oldConcepts"]["accuracy"] > 0.45 and metrics["newConcepts"]["accuracy"] > 0.35
    (answer,) = load_predictor(root / "checkpoints/export").predict([{"text": "a picture"}])
    assert {c["id"]: c["value"] for c in answer["concepts"]}["nothing"] < 1e-6
