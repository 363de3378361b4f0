"""The demo's real data, loaded by path: its modules have the names of the tests' own."""

import importlib.util
from pathlib import Path

DEMO = Path(__file__).parents[3] / "demo"


def demo_module(name):
    """The module demo/<name>.py."""
    spec = importlib.util.spec_from_file_location(f"demo_{name}", DEMO / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
