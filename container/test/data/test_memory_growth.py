"""Memory does not grow with the number of inputs: pixels stay on disk, a row is a few hundred
bytes."""

import os

import pytest
from digits import concepts, rows
from jobs import write_job
from memory import KIB, peak_of
from pair_rows import pair_rows

FEW, MANY = 1_000, 100_000
SMALL = {"num_epochs": 1, "num_items_per_epoch": 256, "batch_size": 32}
VISUAL = {"image_size": [8], **SMALL}
PAIRS = {"modelType": "text-to-text", "recipe": "text_to_text", "baseModel": "config:gpt-small"}
MAX_BYTES_PER_ROW = 700


def many(some, count):
    """`count` rows with ids of their own: `some` over and over, of which one in fifty is held out
    at most."""
    train = [row for row in some if row["split"] == "train"]
    test = [row for row in some if row["split"] == "test"][:20]
    repeated = ({**train[i % len(train)], "id": f"row-{i:07}"} for i in range(count - len(test)))
    return [*repeated, *test]


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="reads Linux's /proc")
@pytest.mark.parametrize("kind", ["images", "pairs"])
def test_a_hundred_times_the_inputs_take_hardly_more_memory(tmp_path, objects, kind):
    # Prepare
    for count in (FEW, MANY):
        root = tmp_path / str(count)
        if kind == "images":
            inputs = many(rows(400, 100), count)
            write_job(root, inputs, concepts(range(10)), VISUAL, objects)
        else:
            inputs = many(pair_rows(max_rows=600), count)
            write_job(root, inputs, [], {**SMALL, "max_new_tokens": 2}, **PAIRS)
        del inputs

    # Act
    few, lots = peak_of(tmp_path / str(FEW)), peak_of(tmp_path / str(MANY))

    # Assess
    growth = (lots - few) * KIB / (MANY - FEW)
    print(f"{kind}: peak {few // KIB} and {lots // KIB} MiB, {growth:.0f} bytes per row")
    assert growth < MAX_BYTES_PER_ROW
    assert lots < 1.25 * few
