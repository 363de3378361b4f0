"""gate-answers.jsonl: parent and candidate on the same held-out rows."""

import json

import digits
import numpy as np
import pytest
from batch_jobs import manifest_rows
from jobs import attempts_of, run_job, write_job

from deeptune_trainer.batch import paired
from deeptune_trainer.batch.scorer import Judged, counted_word
from deeptune_trainer.batch.scorers.classifier import ClassifierScorer, Note
from deeptune_trainer.batch.scorers.embedder import EmbedderScorer
from deeptune_trainer.contract.paths import Paths

SMALL = {"image_size": [16], "batch_size": 32, "num_epochs": 1, "per_item_lrate": 3e-5}


def gate_answers(root):
    """(the first line, the other lines) of a job's gate-answers.jsonl."""
    head, *lines = (root / "checkpoints/gate-answers.jsonl").read_text().splitlines()
    return json.loads(head), [json.loads(line) for line in lines]


def mean_of(lines, side, is_old):
    """The mean score of one side over old concepts, those that the parent knows, or new ones."""
    chosen = [s for line in lines for s in line["scores"] if (s["parent"] is not None) == is_old]
    return np.mean([score[side] for score in chosen])


@pytest.fixture(scope="module")
def child(tmp_path_factory, trained, objects):
    """A classifier of all ten digits, trained on from one of the digits 0 to 7: its root."""
    root = tmp_path_factory.mktemp("child") / "ml"
    rows = digits.rows(train=400, test=120)
    changes = {"parentVersionId": "v1", "modelVersionId": "v2"}
    write_job(root, rows, digits.concepts(range(10)), SMALL, objects, parent=trained[0], **changes)
    code, log = run_job(root)
    assert code == 0, log
    return root


def test_both_answer_each_held_out_row_as_well_as_the_metrics_say(child, metrics_of):
    head, lines = gate_answers(child)
    metrics = metrics_of(child)
    held_out = [row for row in manifest_rows(child) if row["split"] == "test"]

    assert head["score"] == "right" and [line["id"] for line in lines] == [
        r["id"] for r in held_out
    ]
    assert head["rows"] == {"heldOut": 120, "chosen": 120, "answered": 120}
    for line, row in zip(lines, held_out, strict=True):
        assert [score["conceptId"] for score in line["scores"]] == [row["concepts"][0]["id"]]
    assert mean_of(lines, "candidate", True) == pytest.approx(metrics["oldConcepts"]["accuracy"])
    assert mean_of(lines, "candidate", False) == pytest.approx(metrics["newConcepts"]["accuracy"])
    of_parent = metrics["parent"]["accuracyOnOldConcepts"]
    assert mean_of(lines, "parent", True) == pytest.approx(of_parent)
    flips = [s for line in lines for s in line["scores"] if s["parent"] == 1 and not s["candidate"]]
    old = [s for line in lines for s in line["scores"] if s["parent"] is not None]
    percent = metrics["parent"]["negativeFlipPercent"]
    assert 100 * len(flips) / len(old) == pytest.approx(percent)


def test_what_each_answered_is_said_by_name(child):
    _, lines = gate_answers(child)
    names = {concept["id"]: concept["name"] for concept in digits.concepts(range(10))}

    for line in lines:
        score, name = line["scores"][0], names[line["scores"][0]["conceptId"]]
        assert (line["candidateAnswer"] == name) == (score["candidate"] == 1)
        if score["parent"] is not None:
            assert (line["parentAnswer"] == name) == (score["parent"] == 1)


def test_the_restart_of_a_killed_job_makes_the_file_anew_and_no_other(child):
    path = child / "checkpoints/gate-answers.jsonl"
    before = path.read_text()
    path.unlink()
    path.with_name(path.name + ".writing").write_text('{"schemaVersion": 1')  # as a kill leaves it

    code, log = run_job(child)

    assert code == 0 and log.rstrip().endswith("done")
    assert path.read_text() == before


def test_a_training_without_a_parent_has_none(trained):
    assert not (trained[0] / "checkpoints/gate-answers.jsonl").exists()


SCORES = {
    "visual_classifier": "right",
    "text_classifier": "right",
    "visual_detector": "ap50",
    "visual_segmenter": "meanIou",
    "visual_embedder": "recall1",
    "visual_anomaly_heatmap": "right",
    "text_to_text": "rougeL",
}


def test_every_recipe_compares_itself_with_its_parent(tmp_path, trained_model):
    job = json.loads((trained_model / "input/data/train/job.json").read_text())
    settings = json.loads((trained_model / "input/config/hyperparameters.json").read_text())
    changes = {name: job[name] for name in ("modelType", "recipe", "baseModel")}
    changes |= {"parentVersionId": job["modelVersionId"], "modelVersionId": "v2"}
    objects = trained_model / "input/data/objects"
    write_job(
        tmp_path / "ml",
        manifest_rows(trained_model),
        job["concepts"],
        {name: json.loads(value) for name, value in settings.items()},
        objects.resolve() if objects.exists() else None,
        parent=trained_model,
        **changes,
    )

    code, log = run_job(tmp_path / "ml")

    assert code == 0 and "are not kept" not in log, log
    head, lines = gate_answers(tmp_path / "ml")
    assert head["score"] == SCORES[job["recipe"]]
    assert head["rows"]["answered"] == head["rows"]["chosen"] == len(lines) > 0
    if job["recipe"] in ("visual_detector", "visual_segmenter"):
        evaluation = attempts_of(tmp_path / "ml")[0]["phases"]["evaluation"]
        # Measured, answered, and answered by the parent: no row twice by one model.
        assert evaluation["samples"] == 3 * len(lines)
    scores = [score for line in lines for score in line["scores"]]
    known = {concept["id"] for concept in job["concepts"]} | {None, "normal", "anomaly"}
    assert scores and {score["conceptId"] for score in scores} <= known
    # Without concepts, what the parent was not given is not held against anyone.
    is_whole = job["recipe"] == "text_to_text"
    assert all(0 <= score["candidate"] <= 1 for score in scores)
    assert all(
        score["parent"] is None if is_whole else 0 <= score["parent"] <= 1 for score in scores
    )


def test_rows_without_concepts_are_compared_where_the_line_knew_them():
    sides = Judged({None: 0.5}, "a"), Judged({None: 0.75}, None)

    known = paired.pair_of({"id": "x", "origin": "replay"}, *sides)
    new = paired.pair_of({"id": "x", "origin": "new"}, *sides)

    score = {"conceptId": None, "parent": 0.5, "candidate": 0.75}
    assert known == {"id": "x", "scores": [score], "parentAnswer": "a"}
    assert new["scores"] == [{**score, "parent": None}]


def test_with_several_concepts_in_a_row_each_decision_is_right_or_wrong():
    scorer = ClassifierScorer.__new__(ClassifierScorer)
    scorer.taught = {"cat", "dog"}
    cat, dog = ({"id": name, "name": name.title()} for name in ("cat", "dog"))
    both = Note({"cat": True, "dog": True, "owl": True}, cat, [cat])
    neither = Note({"cat": False, "dog": False}, cat, [dog])

    judged = scorer.judged([both, neither])

    assert judged[0] == Judged({"cat": 1.0, "dog": 0.0}, "Cat")
    assert judged[1] == Judged({"cat": 1.0, "dog": 0.0}, "Dog")
    one = [Note({"dog": True, "cat": False}, cat, [cat, dog]), Note({"owl": True}, cat, [])]
    assert scorer.judged(one) == [Judged({"dog": 0.0}, "Cat"), Judged({}, "Cat")]


def test_an_embedders_answer_is_the_concept_of_the_nearest_other_row():
    scorer = EmbedderScorer.__new__(EmbedderScorer)
    scorer.job = type("Job", (), {"concepts": paired_concepts("cat", "dog", "owl")})
    scorer.trained = {"cat", "dog"}
    near, far = np.array([1.0, 0.1]), np.array([0.1, 1.0])
    notes = [(near, [0]), (near * 2, [0]), (far, [1]), (far + 0.01, [2]), (-far, [1])]

    judged = scorer.judged(notes)

    of_each = [{"cat": 1.0}, {"cat": 1.0}, {"dog": 0.0}, {}, {"dog": 0.0}]
    assert [each.scores for each in judged] == of_each
    assert [each.word for each in judged][:4] == ["Cat", "Cat", "Owl", "Dog"]
    assert scorer.judged(notes[:1]) == [Judged({}, None)]


def paired_concepts(*names):
    return [type("Concept", (), {"id": name, "name": name.title()}) for name in names]


class Groups:
    """Rows are {"is": [names]}."""

    def groups_of(self, entry):
        return entry["is"]


def test_of_many_rows_equally_many_of_each_concept_are_chosen():
    rows = [{"is": ["often"]}] * 80 + [{"is": ["rare", "often"]}] * 10 + [{"is": []}] * 10

    chosen = paired.chosen_rows(list(enumerate(rows)), Groups(), 40)

    numbers = [number for number, _ in chosen]
    assert len(set(numbers)) == 40 and sum(n < 80 for n in numbers) == 20
    assert set(numbers) >= set(range(80, 100))
    half = numbers[:20]  # where the time ends there, each part has had its share
    assert 8 <= sum(n < 80 for n in half) <= 12 and 3 <= sum(80 <= n < 90 for n in half) <= 7
    assert paired.chosen_rows(list(enumerate(rows)), Groups(), 500) != []
    assert len(paired.chosen_rows(list(enumerate(rows)), Groups(), 500)) == 100


@pytest.mark.parametrize(
    "sizes, most, shares",
    [([5, 5], 20, [5, 5]), ([1, 9, 9], 11, [1, 5, 5]), ([9, 2, 9], 4, [1, 1, 2]), ([], 3, [])],
)
def test_what_small_groups_leave_goes_to_the_others(sizes, most, shares):
    assert sorted(paired.shares_of(sizes, most)) == sorted(shares)


def test_a_training_does_not_fail_where_they_cannot_be_kept(tmp_path, monkeypatch):
    logged = []

    def fail(*_):
        raise MemoryError("no room for two models")

    monkeypatch.setattr(paired, "write_paired", fail)
    monkeypatch.setattr(paired, "log", logged.append)

    paired.keep_paired_answers(None, Paths(tmp_path), None, {})

    text = "the answers of parent and candidate are not kept: MemoryError: no room for two models"
    assert logged == [text]


def test_a_counted_word_names_the_most_frequent_first():
    assert counted_word(["dog", "car", "car", "owl", "cat"]) == "2 car, 1 dog, 1 owl"
    assert counted_word([]) == "nothing"
