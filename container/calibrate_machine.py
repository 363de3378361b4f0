"""Measures how fast this machine trains and prints it as one line of JSON:
`python container/calibrate_machine.py --folder DIR`. README.md describes the line. DEEPTUNE_DEVICE
is heeded."""

import argparse
import gc
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as in train.py

import torch

# What a training imports before its first line of data.
from calibration import rates
from calibration.networks import SUBJECTS, timed
from calibration.timing import Load
from deeptune_trainer.contract.phase_clock import usable_cores
from deeptune_trainer.contract.work_readings import reading, start_reading
from deeptune_trainer.device.compute import device_facts
from deeptune_trainer.device.host_memory import host_memory_bytes, processor_name

SCHEMA_VERSION = 1


def main() -> int:
    """Prints the line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, help="on the disk that trainings write to")
    parser.add_argument("--only", action="append", help="a network to time; absent: all")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.gettempdir())
    begun, started = start_reading(), reading()
    load = Load(usable_cores())
    gc.freeze()  # as a training does: what is there already is not searched for garbage
    measured = measure(folder, asked.only)
    measured["device"]["startSeconds"] = started.work
    measured["seconds"] = time.monotonic() - begun.wall
    measured["busy"] = load.share()
    print(json.dumps(rounded(measured)), flush=True)
    return 0


def measure(folder: Path, only: Sequence[str] | None = None) -> dict[str, Any]:
    """All but how long it took; `only` these networks are timed, where some are named."""
    facts = device_facts()
    device = facts["device"]
    threads = torch.get_num_threads() if device == "cpu" else 0
    networks: dict[str, Any] = {}
    skipped: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="calibration-") as root:
        for subject in SUBJECTS:
            name = subject.architecture
            if only and name not in only:
                continue
            if not subject.is_there():
                skipped[name] = f"{subject.package} is not installed"
                continue
            kept(lambda s=subject: timed(s, device, Path(root)), name, networks, skipped)
    convolution = rates.convolution_operations_per_second(device, threads)
    return {
        "schemaVersion": SCHEMA_VERSION,
        "device": {
            "kind": "cpu" if device == "cpu" else "gpu",
            "operationsPerSecond": rates.operations_per_second(device, threads),
            "bytesPerSecond": rates.bytes_per_second(device, threads),
            "diskBytesPerSecond": rates.disk_bytes_per_second(folder),
            "secondsPerLayer": rates.seconds_per_operator(device, min(threads, 1)),
            "tokenizedCharactersPerSecond": rates.tokenized_characters_per_second(),
            **rates.decoding(),
            "timedNetworks": networks,
        },
        "convolutionOperationsPerSecond": convolution,
        "skipped": skipped,
        "processor": processor_name(),
        "gpu": None if device == "cpu" else facts["name"],
        "cores": usable_cores(),
        "threads": torch.get_num_threads(),
        "memoryBytes": host_memory_bytes(),
        "torch": torch.__version__.partition("+")[0],
    }


def kept(
    measure: Callable[[], Any], name: str, networks: dict[str, Any], skipped: dict[str, str]
) -> None:
    """Adds what was measured of a network, or why it could not be: one that fails here (a GPU that
    is full, say) takes nothing from the others."""
    try:
        networks[name] = measure()
    except Exception as error:
        skipped[name] = f"{type(error).__name__}: {error}"


def rounded(value: Any) -> Any:
    """The value with four digits of each number."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    code = main()
    # As in train.py: taking torch apart would take as long as an eighth of the measuring.
    os._exit(code)
