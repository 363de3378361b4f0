"""Visual-embedder jobs on real handwritten digits."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import digits
import displaced_digits
import numpy as np
import pytest
import torch
from jobs import digests_of, failure_of, progress_of, run_job, run_jobs, start_job, write_job
from transformers import AutoModel
from waiting import steps_done, until

from deeptune_trainer.contract.job import Concept
from deeptune_trainer.data.dataset import DatasetVersion, Row
from deeptune_trainer.data.unseen_concepts import unseen_concepts
from deeptune_trainer.metrics.retrieval import chance, hits_of, recalls
from deeptune_trainer.models.embedding import angular_margin_loss, proxy_loss
from deeptune_trainer.predictors.predictor import load_predictor

CONTAINER = Path(__file__).parents[2]
EMBEDDER = {"modelType": "visual-embedder", "recipe": "visual_embedder"}
CHILD = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}
ARC_FACE = {"embeddings_size": 64, "angular_scale": 16, "angular_margin": 0.2}
SMALL = {"image_size": [32], "batch_size": 32, "lrate": 3e-3, **ARC_FACE}
SMALL |= {"turn_probability": 0.3, "shift": 0.125}
TINY = {"image_size": 16, "batch_size": 16, "num_epochs": 2, "lrate": 2e-3, "embeddings_size": 8}
WEIGHTS = ("model.safetensors", "head.safetensors")


def weights_of(root):
    """The digests of a finished job's weights."""
    digests = digests_of(root / "checkpoints/export")
    return [digests[name] for name in WEIGHTS]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A finished job on displaced digits, which a comparison of pixels cannot tell apart."""
    folder = tmp_path_factory.mktemp("embedder")
    (folder / "objects").mkdir()
    displaced_digits.write_objects(folder / "objects")
    root, rows = folder / "ml", displaced_digits.rows(1200, 297)
    hyperparameters = {**SMALL, "num_epochs": 12}
    write_job(
        root, rows, digits.concepts(range(10)), hyperparameters, folder / "objects", **EMBEDDER
    )
    code, log = run_job(root)
    assert code == 0, log
    return root, log


@pytest.fixture(scope="module")
def parent(tmp_path_factory, objects):
    """A finished job on the plain digits 0 to 7."""
    root = tmp_path_factory.mktemp("embedder-parent") / "ml"
    rows, concepts = digits.rows(500, 297, range(8)), digits.concepts(range(8))
    write_job(root, rows, concepts, {**SMALL, "num_epochs": 4}, objects, **EMBEDDER)
    code, log = run_job(root)
    assert code == 0, log
    return root


def test_finds_digits_that_pixels_and_an_untrained_model_do_not(trained, metrics_of):
    metrics = metrics_of(trained[0])

    assert metrics["seen"]["recall1"] > 0.6
    assert metrics["seen"]["recall1"] > metrics["trivial"]["seenRecall1"] + 0.3
    assert metrics["seen"]["recall1"] > metrics["untrained"]["seenRecall1"] + 0.3
    assert metrics["chance"]["seenRecall1"] < 0.12


def test_finds_digits_it_was_never_trained_on(trained, metrics_of):
    metrics, held_out = metrics_of(trained[0]), metrics_of(trained[0])["heldOut"]

    assert held_out["unseenConcepts"] == ["digit-2", "digit-5"] and held_out["count"] == 60
    for baseline in ("trivial", "untrained"):
        assert held_out["recall1"] > metrics[baseline]["recall1"] + 0.03
        assert held_out["recall5"] > metrics[baseline]["recall5"] + 0.1
    assert "digit-2, digit-5" in trained[1]
    assert {c["conceptId"]: c["count"] for c in held_out["perConcept"]}["digit-2"] > 0


def test_the_export_holds_safetensors_and_names_what_it_was_trained_on(trained):
    export = trained[0] / "checkpoints/export"

    names = {path.suffix for path in export.iterdir()}
    assert names == {".safetensors", ".json", ".md"}
    assert type(AutoModel.from_pretrained(export)).__name__ == "ResNetModel"
    facts = json.loads((export / "embedder.json").read_text())
    assert len(facts["trainedConcepts"]) == 8 and len(facts["proxies"]) == 4 * 8
    assert facts["unseenConcepts"] == ["digit-2", "digit-5"]
    assert "Held-out recall1" in (export / "README.md").read_text()
    stages = [line["stage"] for line in progress_of(trained[0])]
    assert stages[0] == "setup" and stages[-2:] == ["evaluation", "saving"]


def test_serve_gives_embeddings_that_agree_with_the_reported_recall(trained, metrics_of):
    held_out = displaced_digits.displaced()[1500:]
    encoded = [{"image_base64": base64.b64encode(data).decode()} for data, _ in held_out]
    request = json.dumps({"id": 1, "inputs": [*encoded, {"text": "x"}]})
    command = [sys.executable, str(CONTAINER / "serve.py"), "--model", str(trained[0] / "model")]

    done = subprocess.run(command, input=request, capture_output=True, text=True, cwd="/")

    *outputs, refused = json.loads(done.stdout.splitlines()[1])["outputs"]
    assert refused["error"]["code"] == "input-unreadable"
    vectors = np.array([output["embeddings"][0] for output in outputs])
    assert vectors.shape == (297, 64)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    targets = np.eye(10)[[digit for _, digit in held_out]] > 0
    asked = targets[:, [2, 5]].any(axis=1)
    expected = metrics_of(trained[0])["heldOut"]["recall1"]
    assert recalls(hits_of(vectors, targets), asked)["recall1"] == pytest.approx(expected, abs=0.02)


def test_a_child_learns_new_concepts_by_id_and_keeps_the_old_ones(
    parent, objects, root, metrics_of
):
    # A tenth of these chooses the best epoch: 160 new and 240 old ones are learned from.
    rows = digits.rows(178, 297, [8, 9]) + digits.rows(267, 297, range(8), origin="replay")
    child = {**SMALL, "num_epochs": 3}
    before = digests_of(parent / "checkpoints/export")
    write_job(root, rows, digits.concepts(range(10)), child, objects, parent, **EMBEDDER, **CHILD)

    code, log = run_job(root)

    assert code == 0, log
    metrics = metrics_of(root)
    assert metrics["oldConcepts"]["count"] + metrics["newConcepts"]["count"] == 297
    assert metrics["newConcepts"]["recall1"] > 0.85 and metrics["oldConcepts"]["recall1"] > 0.85
    assert metrics["forgetting"] < 0.08
    assert f"gallery: {metrics['gallery']['text']}" in log
    assert metrics["untrained"]["seenRecall1"] > 0.8, "the parent's weights were lost"
    unseen = metrics_of(parent)["heldOut"]["unseenConcepts"]
    assert metrics["heldOut"]["unseenConcepts"] == unseen != []
    facts = json.loads((root / "checkpoints/export/embedder.json").read_text())
    assert {"digit-8", "digit-9"} <= set(facts["trainedConcepts"])
    assert digests_of(parent / "checkpoints/export") == before
    assert digests_of(root / "input/data/model") == before


def test_a_childs_embeddings_stay_near_its_parents(parent, objects, tmp_path):
    """A child that only learns moves away from what its parent embedded, replay or not."""
    roots = [tmp_path / "held", tmp_path / "free"]
    for root, weight in zip(roots, ({}, {"distillation_weight": 0}), strict=True):
        rows = digits.rows(178, 297, [8, 9]) + digits.rows(267, 297, range(8), origin="replay")
        settings = {**SMALL, "num_epochs": 6, **weight}
        every = digits.concepts(range(10))
        write_job(root, rows, every, settings, objects, parent, **EMBEDDER, **CHILD)
    run_jobs(roots)

    before, held, free = (embeddings_of_old_digits(root) for root in (parent, *roots))

    moved = [1 - (each * before).sum(axis=1).mean() for each in (held, free)]
    assert moved[0] < 0.7 * moved[1], moved


def embeddings_of_old_digits(root):
    """What a job's model makes of held-out digits that its parent knew, of length 1."""
    old = [{"image": data} for data, digit in digits.images()[1500:] if digit < 8]
    outputs = load_predictor(root / "model").predict(old)
    return np.array([output["embeddings"][0] for output in outputs])


def test_a_child_keeps_the_length_of_its_parents_embeddings(parent, objects, root):
    rows, concepts = digits.rows(64, 16, range(8)), digits.concepts(range(8))
    other = {**SMALL, "num_epochs": 1, "embeddings_size": 32}
    write_job(root, rows, concepts, other, objects, parent, **EMBEDDER, **CHILD)

    assert run_job(root)[0] == 2

    assert failure_of(root)["code"] == "hyperparameter-of-parent"


def test_a_killed_job_ends_in_bitwise_the_same_weights(objects, tmp_path):
    settings = {**TINY, **ARC_FACE, "num_epochs": 6, "turn_probability": 0.5, "shift": 0.1}
    settings |= {"flip_probability": 0.3, "init_epochs": 3, "step_epochs": 2}
    for name in ("whole", "killed"):
        rows, concepts = digits.rows(201, 64), digits.concepts(range(10))
        write_job(tmp_path / name, rows, concepts, settings, objects, **EMBEDDER)
    process = start_job(tmp_path / "killed")
    until(lambda: steps_done(tmp_path / "killed") >= 30, process)
    process.kill()
    process.join()

    for name in ("whole", "killed"):
        code, log = run_job(tmp_path / name)
        assert code == 0, log

    assert "resumed from" in log
    assert weights_of(tmp_path / "killed") == weights_of(tmp_path / "whole")


def test_a_stopped_job_leaves_a_model_that_embeds(objects, root):
    settings = {**TINY, "num_epochs": 40}
    write_job(root, digits.rows(201, 64), digits.concepts(range(10)), settings, objects, **EMBEDDER)
    process = start_job(root)
    until(lambda: steps_done(root) >= 8, process)

    process.terminate()
    process.join()

    assert process.exitcode == 0 and progress_of(root)[-1]["stage"] == "stopped"
    predictor = load_predictor(root / "model")
    (output,) = predictor.predict([{"image": digits.images()[0][0]}])
    assert len(output["embeddings"][0]) == 8


@pytest.mark.parametrize("base_model", ["config:vit-small", "hub:someone/base"])
def test_transformers_and_staged_base_models_are_trained(trained, objects, root, base_model):
    rows, concepts = digits.rows(64, 24), digits.concepts(range(10))
    write_job(root, rows, concepts, TINY, objects, baseModel=base_model, **EMBEDDER)
    if base_model.startswith("hub:"):
        (root / "input/data/base-model").symlink_to(trained[0] / "checkpoints/export")

    code, log = run_job(root)

    assert code == 0, log
    predictor = load_predictor(root / "model")
    (output,) = predictor.predict([{"image": digits.images()[0][0]}])
    assert len(output["embeddings"][0]) == 8


def test_with_few_concepts_none_is_kept_from_training(objects, root, metrics_of):
    rows, concepts = digits.rows(64, 24, range(3)), digits.concepts(range(3))
    write_job(root, rows, concepts, {**TINY, "num_epochs": 1}, objects, **EMBEDDER)

    assert run_job(root)[0] == 0

    metrics = metrics_of(root)
    assert metrics["heldOut"]["unseenConcepts"] == []
    assert metrics["heldOut"]["recall1"] == metrics["seen"]["recall1"]


def rows_of(counts, split):
    """Rows of concept number i, counts[i] of them."""
    return tuple(
        Row(f"{split}-{place}-{n}", None, None, (place,), split, "new")
        for place, count in enumerate(counts)
        for n in range(count)
    )


@pytest.mark.parametrize("order", [1, -1])
def test_the_choice_of_unseen_concepts_follows_ids_not_their_order(order):
    job = type("Job", (), {"concepts": tuple(Concept(f"c{i}", "") for i in range(10))[::order]})()
    data = DatasetVersion(rows_of([9] * 10, "train"), rows_of([3] * 10, "test"), 0)

    chosen = set(unseen_concepts(job, data))

    assert len(chosen) == 2
    facts = {"unseenConcepts": ["c1"], "trainedConcepts": [f"c{i}" for i in range(2, 5)]}
    child = set(unseen_concepts(job, data, {**facts, "proxies": []}))
    assert "c1" in child and len(child) == 2 and not child & {"c2", "c3", "c4"}
    few = DatasetVersion(rows_of([9] * 10, "train"), rows_of([1] * 10, "test"), 0)
    assert unseen_concepts(job, few) == []


def test_the_angular_margin_makes_the_right_proxy_harder_to_reach():
    cosines = torch.tensor([[0.9, 0.1], [-0.99, 0.2]])
    targets = torch.tensor([[1.0, 0.0], [1.0, 0.0]])

    losses = [float(angular_margin_loss(16.0, m)(cosines, targets)) for m in (0.0, 0.3, 0.6)]

    plain = float(proxy_loss(True)(cosines, targets))
    assert losses == sorted(losses) and losses[0] == pytest.approx(plain)
    assert float(angular_margin_loss(16.0, 0.3)(cosines[:1], torch.zeros(1, 2))) == 0
    ends = torch.tensor([[1.0, -1.0]], requires_grad=True)
    angular_margin_loss(64.0, 0.5)(ends, targets[:1]).backward()
    assert torch.isfinite(ends.grad).all()


def test_recall_counts_neighbours_of_the_same_concept_and_never_the_row_itself():
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9], [0.7, 0.3]], dtype=np.float32)
    targets = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [0, 1]], dtype=bool)
    everyone = np.ones(5, dtype=bool)

    result = recalls(hits_of(vectors, targets), everyone)

    assert result == {"count": 5, "recall1": 0.8, "recall5": 1.0}
    assert recalls(hits_of(vectors[:0], targets), everyone)["recall1"] is None
    assert chance(targets, targets[:, 0]) == pytest.approx(1 / 4)
