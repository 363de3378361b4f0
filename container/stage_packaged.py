"""Writes a base model that comes in a Python package as a transformers folder:
`python container/stage_packaged.py <name> <folder>`. Prints the names of its files, one a line.
Exit: 0 done, 2 the name, the package or the folder cannot be used."""

import argparse
import os
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

from deeptune_trainer.models.base.packaged_models import (
    PACKAGED_MODELS,
    PackagedModelUnusable,
    packaged_model,
)


def main() -> int:
    """Writes the folder; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", help=", ".join(sorted(PACKAGED_MODELS)))
    parser.add_argument("folder", help="where to write to; made, and empty if it is there")
    asked = parser.parse_args()
    try:
        packaged_model(asked.name)
        # Here and not above: torch and transformers take seconds to import.
        from deeptune_trainer.models.base.packaged_conversion import write_packaged_model

        print("\n".join(write_packaged_model(asked.name, asked.folder)))
    except PackagedModelUnusable as error:
        print(f"stage_packaged.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
