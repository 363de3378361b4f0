"""The dataset version: its digest, its objects, its unusable rows."""

import hashlib
import json
import shutil

import pytest
from digits import concepts, rows
from jobs import failure_of, run_job, write_job
from texts import TOPICS, text_rows

QUICK = {"image_size": 8, "num_epochs": 1}


def break_rows(labelled, count, objects):
    """Makes the first `count` rows unusable, each in another way; writes bad objects to
    `objects`."""
    ways = [b"", b"no image", b"\x89PNG\r\n\x1a\n" + b"\0" * 30, None, "label"]
    for i, row in enumerate(labelled[:count]):
        way = ways[i % len(ways)]
        if way == "label":
            row["concepts"] = []
        elif way is None:
            row["object"] = None
        else:
            row["object"] = hashlib.sha256(way + bytes([i])).hexdigest()
            (objects / row["object"]).write_bytes(way + bytes([i]))
    return labelled


@pytest.fixture
def own_objects(objects, tmp_path):
    """A copy of the object store that a test may damage."""
    return shutil.copytree(objects, tmp_path / "objects")


def test_unusable_rows_within_the_tolerance_are_left_out_and_counted(own_objects, root, metrics_of):
    labelled = break_rows(rows(95, 5), 5, own_objects)
    write_job(root, labelled, concepts(range(10)), QUICK, own_objects)

    code, log = run_job(root)

    assert code == 0, log
    counts = {"train": 90, "validation": 0, "test": 5, "invalid": 5}
    assert metrics_of(root)["counts"] == counts


def test_more_of_them_are_the_users_fault(own_objects, root):
    labelled = break_rows(rows(95, 5), 6, own_objects)
    write_job(root, labelled, concepts(range(10)), QUICK, own_objects)

    assert run_job(root)[0] == 2

    failure = failure_of(root)
    assert failure["code"] == "invalid-data-tolerance-exceeded" and failure["fault"] == "user"
    assert "6 of 100" in failure["message"]
    assert 0 < failure["seconds"] < 600, "what the job ran, for the bill"


def test_inputs_that_only_have_other_concepts_are_left_out_where_concepts_exclude_each_other(
    objects, root, metrics_of
):
    labelled = rows(60, 20)
    chosen = {**QUICK, "concepts_mutually_exclusive": True}
    write_job(root, labelled, concepts(range(5)), chosen, objects)

    code, log = run_job(root)

    assert code == 0, log
    counts = metrics_of(root)["counts"]
    known = [row for row in labelled if row["concepts"][0]["id"] < "digit-5"]
    assert counts["invalid"] == 0
    assert 0 < counts["train"] + counts["test"] == len(known) < 80


def test_and_have_none_of_them_where_concepts_are_independent(objects, root, metrics_of):
    write_job(root, rows(60, 20), concepts(range(5)), QUICK, objects)

    code, log = run_job(root)

    assert code == 0, log
    counts = {"train": 60, "validation": 0, "test": 20, "invalid": 0}
    assert metrics_of(root)["counts"] == counts


def test_empty_texts_count_as_unusable(root):
    labelled = text_rows(TOPICS[:2])[:40]
    for row, text in zip(labelled, ["", "  \n", None], strict=False):
        row["text"] = text
    job = {"recipe": "text_classifier", "baseModel": "config:bert-small"}
    names = [{"id": t, "name": t} for t in TOPICS[:2]]
    write_job(root, labelled, names, {"num_epochs": 1}, **job)

    assert run_job(root)[0] == 2

    assert "3 of 40" in failure_of(root)["message"]


def test_exclusive_concepts_need_exactly_one_per_row(objects, root):
    labelled = rows(38, 2)
    labelled[0]["concepts"].append({"id": "digit-0", "value": 1})
    labelled[0]["concepts"].append({"id": "digit-1", "value": 1})
    labelled[1]["concepts"][0]["value"] = 0
    labelled[2]["concepts"] = []
    chosen = {**QUICK, "concepts_mutually_exclusive": True}
    write_job(root, labelled, concepts(range(10)), chosen, objects)

    assert run_job(root)[0] == 2

    assert "3 of 40" in failure_of(root)["message"]


def test_a_manifest_that_changed_is_refused_before_training(objects, root):
    write_job(root, rows(16, 4), concepts(range(10)), QUICK, objects)
    with open(root / "input/data/train/manifest.jsonl", "a") as file:
        file.write("\n")

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == "dataset-digest-mismatch"


def test_an_object_that_is_not_what_its_name_says_is_the_platforms_fault(own_objects, root):
    labelled = rows(16, 4)
    path = own_objects / labelled[3]["object"]
    path.write_bytes(path.read_bytes()[:-1])
    write_job(root, labelled, concepts(range(10)), QUICK, own_objects)

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == "dataset-object-corrupt"


def test_no_training_data_is_the_users_fault(objects, root):
    write_job(root, rows(0, 20), concepts(range(10)), QUICK, objects)

    assert run_job(root)[0] == 2

    assert failure_of(root)["code"] == "no-training-data"


@pytest.mark.parametrize(
    "change",
    [
        {"object": "../../../etc/passwd"},
        {"object": "A" * 64},
        {"split": "validation"},
        {"concepts": None},
        {"concepts": [{"id": "digit-1", "value": 7}]},
        {"id": 7},
    ],
)
def test_a_row_that_is_none_is_the_platforms_fault(objects, root, change):
    labelled = rows(16, 4)
    labelled[2] |= change
    write_job(root, labelled, concepts(range(10)), QUICK, objects)

    assert run_job(root)[0] == 1

    failure = failure_of(root)
    assert failure["code"] == "dataset-invalid" and "line 3" in failure["message"]


@pytest.mark.parametrize(
    "change",
    [
        {"schemaVersion": 2},
        {"seed": "7"},
        {"seed": True},
        {"concepts": [{"id": "a"}]},
        {"concepts": [{"id": "a", "name": "a"}, {"id": "a", "name": "b"}]},
        {"surprise": 1},
        {"modelVersionId": None},
    ],
)
def test_a_job_that_is_none_is_the_platforms_fault(objects, root, change):
    fields = {"concepts": concepts(range(10)), **change}
    write_job(root, rows(16, 4), hyperparameters=QUICK, objects=objects, **fields)

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == "job-invalid"


@pytest.mark.parametrize("recipe", ["no_such", "../evil", "os", "Visual"])
def test_an_unknown_recipe_is_the_platforms_fault(objects, root, recipe):
    write_job(root, rows(16, 4), concepts(range(10)), QUICK, objects, recipe=recipe)

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == "recipe-unknown"


def test_a_missing_job_file_leaves_a_failure_too(root):
    root.mkdir()

    assert run_job(root)[0] == 1

    assert json.loads((root / "output/failure").read_text())["code"] == "job-invalid"


def test_an_object_that_was_not_brought_is_our_fault_and_no_unusable_input(objects, root):
    job_rows = rows(64, 8)
    job_rows[3]["object"] = "0" * 64
    tolerant = {"invalidDataTolerancePercent": 100}
    write_job(root, job_rows, concepts(range(10)), {"image_size": 8}, objects, **tolerant)

    assert run_job(root)[0] == 1

    failure = failure_of(root)
    assert (failure["code"], failure["fault"]) == ("dataset-object-missing", "platform")
