"""The compatibility dial: what is measured between a parent and a child of it, and versions that
are made of it without any training."""

import itertools
import json

import pytest
from dial_jobs import (
    Pair,
    accuracy_of,
    answers_of,
    concepts_of,
    decoded,
    dial_of,
    file_digests,
    held_out_of,
    make_point,
    run_candidate,
    write_point,
)
from digits import concepts, rows
from jobs import attempts_of, failure_of, progress_of, run_job
from safetensors.torch import load_file
from texts import TOPICS, text_rows

IMAGES = {"image_size": [16], "batch_size": 32, "num_epochs": 2, "per_item_lrate": 3e-5}
TEXTS = {"batch_size": 8, "num_epochs": 4, "lrate": 2e-3}
TEXT_JOB = {"modelType": "text-classifier", "recipe": "text_classifier"}
TEXT_JOB["baseModel"] = "config:bert-small"


@pytest.fixture(scope="module")
def pair(tmp_path_factory, trained, objects):
    """The digits 0 to 7, and a child that learns 8 and 9 with little replay."""
    root = tmp_path_factory.mktemp("dial") / "ml"
    given = rows(160, 60, classes=[8, 9]) + rows(80, 200, classes=range(8), origin="replay")
    child = Pair(trained[0], root, given, concepts(range(10)), IMAGES, {}, objects)
    return run_candidate(child)


@pytest.fixture(scope="module")
def frozen_pair(tmp_path_factory, trained, objects):
    """The same, where the head alone learns."""
    root = tmp_path_factory.mktemp("dial-frozen") / "ml"
    given = rows(160, 60, classes=[8, 9]) + rows(80, 200, classes=range(8), origin="replay")
    settings = {**IMAGES, "trainable_layers": "head"}
    return run_candidate(Pair(trained[0], root, given, concepts(range(10)), settings, {}, objects))


@pytest.fixture(scope="module")
def text_pair(tmp_path_factory, trained_text):
    """Three topics, and a child that learns another, whose words its vocabulary grows by."""
    root = tmp_path_factory.mktemp("dial-text") / "ml"
    named = [{"id": topic, "name": topic} for topic in TOPICS[:4]]
    return run_candidate(Pair(trained_text[0], root, text_rows(TOPICS[:4]), named, TEXTS, TEXT_JOB))


PAIRS = ["pair", "frozen_pair", "text_pair"]


@pytest.fixture(params=PAIRS)
def any_pair(request):
    return request.getfixturevalue(request.param)


def test_the_dial_measures_about_twenty_points_on_the_evaluation_set(any_pair):
    dial = dial_of(any_pair.candidate)

    held_out = [row["id"] for row in any_pair.rows if row["split"] == "test"]
    assert sorted(dial["ids"]) == sorted(held_out)
    assert dial["rows"] == dict.fromkeys(("heldOut", "chosen", "answered"), len(held_out))
    assert len({(p["weight"], p["shift"]) for p in dial["points"]}) == 21 == len(dial["points"])
    assert {p["weight"] for p in dial["points"]} == {0, 0.2, 0.4, 0.6, 0.8, 1}
    assert dial["canShift"] and dial["newConcepts"] == dial["concepts"][-len(dial["newConcepts"]) :]


def test_point_0_is_what_the_parent_answers(any_pair):
    dial = dial_of(any_pair.candidate)
    point, known = dial["points"][0], held_out_of(any_pair.parent)

    assert (point["weight"], point["shift"]) == (0, 0)
    answers = answers_of(dial, point)
    shared = [each for each in dial["ids"] if each in known]
    assert len(shared) > 40
    assert all(answers[each] == known[each] for each in shared)
    new = {dial["concepts"].index(each) for each in dial["newConcepts"]}
    assert not any(answer & new for answer in decoded(point["answers"]))


def test_weight_1_without_a_shift_is_what_the_candidate_answers(any_pair):
    dial, known = dial_of(any_pair.candidate), held_out_of(any_pair.candidate)
    (point,) = [p for p in dial["points"] if (p["weight"], p["shift"]) == (1, 0)]

    assert answers_of(dial, point) == known


def test_a_higher_shift_never_takes_a_row_from_the_new_concepts(any_pair):
    dial = dial_of(any_pair.candidate)
    new = {dial["concepts"].index(each) for each in dial["newConcepts"]}

    for weight in (0.2, 0.4, 0.6, 0.8, 1):
        points = [p for p in dial["points"] if p["weight"] == weight]
        assert [p["shift"] for p in points] == sorted(p["shift"] for p in points)
        chosen = [[bool(a & new) for a in decoded(p["answers"])] for p in points]
        for low, high in itertools.pairwise(chosen):
            assert all(after >= before for before, after in zip(low, high, strict=True))
    assert sum(chosen[-1]) > sum(chosen[0])


def test_the_dial_has_a_better_point_than_naive_continuation(pair):
    dial = dial_of(pair.candidate)
    (naive,) = [p for p in dial["points"] if (p["weight"], p["shift"]) == (1, 0)]
    before = accuracy_of(dial, naive, is_new=False)

    best = max(dial["points"], key=lambda p: accuracy_of(dial, p, is_new=False))
    assert accuracy_of(dial, best, is_new=False) > before


def test_frozen_layers_are_passed_once_for_all_weights(frozen_pair, pair):
    passes = [attempts_of(p.candidate)[-1]["phases"]["evaluation"] for p in (frozen_pair, pair)]

    log = (frozen_pair.candidate / "log.txt").read_text()
    assert "differs below" not in log
    assert log.count("inputs passed once") == 4  # three sets of the training, one of the dial
    assert all(work["seconds"] > 0 for work in passes)


def test_weight_0_is_the_parent_bit_for_bit(any_pair, root):
    log = make_point(root, any_pair, weight=0, shift=3.0)

    made, parents = file_digests(root), file_digests(any_pair.parent)
    own = {"metrics.json", "README.md"}
    assert {n: d for n, d in made.items() if n not in own} == {
        n: d for n, d in parents.items() if n not in own
    }
    assert concepts_of(root) == concepts_of(any_pair.parent)
    known = held_out_of(any_pair.parent)
    assert all(known.get(i, answer) == answer for i, answer in held_out_of(root).items())
    assert "dial: weight 0" in log


def test_weight_1_without_a_shift_is_the_candidate_bit_for_bit(any_pair, root):
    make_point(root, any_pair, weight=1)

    assert (
        file_digests(root)["model.safetensors"]
        == file_digests(any_pair.candidate)["model.safetensors"]
    )
    assert held_out_of(root) == held_out_of(any_pair.candidate)


def test_a_point_answers_as_the_dial_said(any_pair, root):
    dial = dial_of(any_pair.candidate)
    (point, *_) = [p for p in dial["points"] if p["weight"] == 0.4 and p["shift"] < 0]

    make_point(root, any_pair, 0.4, point["shift"])

    assert held_out_of(root) == answers_of(dial, point)


def test_weights_lie_between_the_two_and_new_rows_are_the_candidates(pair, root):
    make_point(root, pair, 0.25, 1.5)

    ends = [p / "checkpoints/export/model.safetensors" for p in (pair.parent, pair.candidate, root)]
    parent, candidate, made = map(load_file, ends)
    for name, value in made.items():
        if name.startswith("classifier"):
            wanted = candidate[name].clone()
            wanted[:8] = 0.75 * parent[name] + 0.25 * candidate[name][:8]
            wanted[8:] += 1.5 if name.endswith("bias") else 0
        elif value.is_floating_point():
            wanted = 0.75 * parent[name] + 0.25 * candidate[name]
        else:
            wanted = candidate[name]
        assert value.allclose(wanted, atol=1e-6), name


def test_a_point_takes_no_step_and_says_what_was_served(pair, root, metrics_of):
    make_point(root, pair, 0.5)

    manifest = json.loads((root / "checkpoints/export/manifest.json").read_text())
    assert (manifest["step"], manifest["trainedSeconds"], manifest["stopped"]) == (0, 0, False)
    assert manifest["servedSeconds"]["evaluation"] > 0
    assert "steps" not in manifest["servedSeconds"]
    assert [line["stage"] for line in progress_of(root)] == ["setup", "evaluation", "saving"]
    metrics = metrics_of(root)
    held_out = [row for row in pair.rows if row["split"] == "test"]
    assert metrics["steps"] == 0 and metrics["counts"]["train"] == 0
    assert metrics["counts"]["test"] == metrics["heldOut"]["count"] == len(held_out)
    assert metrics["oldConcepts"]["count"] == 200
    assert 0.5 < metrics["heldOut"]["accuracy"] <= 1
    assert not (root / "checkpoints/dial.json").exists()


def test_a_point_that_is_asked_for_again_is_made_once(pair, root):
    make_point(root, pair, 0.5)
    before = (root / "checkpoints/export/manifest.json").stat().st_mtime_ns, file_digests(root)

    code, log = run_job(root)

    assert code == 0 and "already complete" in log
    assert file_digests(root) == before[1]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dial": {"candidateVersionId": "v9", "weight": 0.5, "shift": 0}}, "candidate-mismatch"),
        ({"parentVersionId": "v9"}, "parent-mismatch"),
        ({"dial": {"candidateVersionId": "v2", "weight": 1.5, "shift": 0}}, "job-invalid"),
        ({"dial": {"candidateVersionId": "v2", "weight": True, "shift": 0}}, "job-invalid"),
        ({"parentVersionId": None}, "job-invalid"),
        ({"concepts": concepts(range(9))}, "job-invalid"),
    ],
)
def test_what_does_not_fit_together_is_refused(pair, root, changes, code):
    write_point(root, pair, 0.5, **changes)

    run_job(root)

    assert failure_of(root)["code"] == code


def test_a_damaged_candidate_is_refused(pair, root):
    write_point(root, pair, 0.5)
    path = root / "input/data/candidate/model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    run_job(root)

    assert failure_of(root)["code"] == "candidate-artifact-corrupt"
