"""Benchmark of frozen layers: `npm run bench:frozen`, or `python container/bench_frozen.py`.

For each packaged model, size and value of trainable_layers: how many inputs per second pass the
frozen layers, which happens once, and how many are trained per second and epoch, in batches of 32
images or 16 texts with AdamW. Each is the best of the repeats: what else runs on the machine only
adds. With --jobs also whole jobs on the demo's pictures and mails (`npm ci` brings them): accuracy
on held-out data, and seconds. Both use all cores; OMP_NUM_THREADS says otherwise.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

for name, value in {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}.items():
    os.environ.setdefault(name, value)
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as train.py
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "test/inputs"), str(HERE / "test/running")]

import torch
from transformers import AutoModelForImageClassification, AutoModelForSequenceClassification

from bench_frozen_jobs import job_rows
from deeptune_trainer.models.base.packaged_conversion import write_packaged_model
from deeptune_trainer.models.base.shared_copies import replaced, without_open_gates
from deeptune_trainer.models.frozen.frozen_layers import ALL, HEAD, FrozenLayers

IMAGES, TEXTS = "efficientnet-lite0", "minilm"
CASES = {IMAGES: ((64, 96, 128), (ALL, 4, 2, HEAD)), TEXTS: ((64, 128), (ALL, 2, 1, HEAD))}
UNITS, BATCHES = {IMAGES: "px", TEXTS: "tokens"}, {IMAGES: 32, TEXTS: 16}
COLUMNS = ["model", "size", "trainable_layers", "frozen layers, inputs/s (once)"]
COLUMNS += ["training, inputs/s (each epoch)", "ms of one core per input and epoch"]
JOB_COLUMNS = ["template", "settings", "train", "held out", "accuracy", "job s", "of it setup s"]


def main() -> None:
    """Prints one table row per case, and with --jobs one per whole job."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--jobs", action="store_true", help="whole jobs as well: some minutes")
    chosen = parser.parse_args()
    threads, load = torch.get_num_threads(), os.getloadavg()[0]
    print(f"torch {torch.__version__}, {threads} threads, load {load:.1f} before the start\n")
    with tempfile.TemporaryDirectory() as folder:
        packaged = Path(folder)
        for name in CASES:
            write_packaged_model(name, packaged / name)
        show(COLUMNS, speed_rows(packaged, chosen.repeats))
        if chosen.jobs:
            print()
            show(JOB_COLUMNS, job_rows(packaged))


def show(columns: Iterable[str], rows: Iterable[list[str]]) -> None:
    """A Markdown table, row by row as they come."""
    print("| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|", flush=True)
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def speed_rows(packaged: Path, repeats: int) -> Iterator[list[str]]:
    """A row for each case of CASES."""
    for name, (sizes, layers) in CASES.items():
        for size in sizes:
            for trained in layers:
                found = speeds(packaged / name, size, trained, repeats)
                yield [name, f"{size} {UNITS[name]}", str(trained), *found]


def speeds(folder: Path, size: int, trained: int | str, repeats: int) -> list[str]:
    """[inputs/s of the frozen layers or "", trained inputs/s, core milliseconds] as texts."""
    torch.manual_seed(0)
    kind = AutoModelForImageClassification
    kind = kind if folder.name == IMAGES else AutoModelForSequenceClassification
    settings = {"num_labels": 4, "ignore_mismatched_sizes": True}
    model = without_open_gates(kind.from_pretrained(folder, **settings))
    count, labels = BATCHES[folder.name], torch.arange(BATCHES[folder.name]) % 4
    batch = batch_of(folder.name, size, count)
    passed = ""
    if trained != ALL:
        path = model.base_model_prefix
        frozen = FrozenLayers(model.get_submodule(path), trained)
        inputs = batch
        passed = f"{count / best(lambda: frozen.features(inputs), repeats)[0]:.0f}"
        batch = frozen.features(inputs)
        model = replaced(model, path, frozen.learning_part())
    wall, core = best(step_of(model, batch, labels), repeats)
    return [passed, f"{count / wall:.0f}", f"{1000 * core / count:.2f}"]


def batch_of(name: str, size: int, count: int) -> dict[str, Any]:
    """A batch of random inputs: what they show changes no time."""
    if name == IMAGES:
        return {"pixel_values": torch.randn(count, 3, size, size)}
    tokens = torch.randint(1000, 20_000, (count, size))
    return {"input_ids": tokens, "attention_mask": torch.ones_like(tokens)}


def step_of(model: Any, batch: dict[str, Any], labels: Any) -> Callable[[], None]:
    """A function that does one training step."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=1e-4)
    model.train()

    def step() -> None:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(**batch).logits, labels).backward()
        optimizer.step()

    return step


def best(action: Callable[[], Any], repeats: int) -> tuple[float, float]:
    """(seconds, processor seconds) of the quickest of the repeats, after one to warm up."""
    action()
    found = []
    for _ in range(repeats):
        wall, core = time.perf_counter(), time.process_time()
        action()
        found.append((time.perf_counter() - wall, time.process_time() - core))
    return min(wall for wall, _ in found), min(core for _, core in found)


if __name__ == "__main__":
    main()
