"""Memory hardly grows with the number of rows: of each only numbers are kept."""

import os

import pytest
from batch_jobs import exported, manifest_rows, write_batch_job
from memory import KIB, peak_of

FEW, MANY = 3_000, 30_000
MAX_BYTES_PER_ROW = 700


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="reads Linux's /proc")
def test_ten_times_the_rows_take_hardly_more_memory(tmp_path, trained_roots):
    trained = trained_roots("visual_classifier")
    rows = manifest_rows(trained)
    for count in (FEW, MANY):
        many = [{**rows[n % len(rows)], "id": f"row-{n:07}"} for n in range(count)]
        write_batch_job(tmp_path / str(count), trained, "evaluate", many)

    few, lots = peak_of(tmp_path / str(FEW)), peak_of(tmp_path / str(MANY))

    growth = (lots - few) * KIB / (MANY - FEW)
    print(f"peak {few // KIB} and {lots // KIB} MiB, {growth:.0f} bytes per row")
    assert growth < MAX_BYTES_PER_ROW
    assert exported(tmp_path / str(MANY), "metrics.json")["heldOut"]["count"] == MANY
