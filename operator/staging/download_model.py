"""Fetches a base model from the Hugging Face hub, or finds it in the hub's cache on this machine.

`python download_model.py <hub id> [--revision <revision>]` prints {"folder": …} or, with exit
status 1, {"code": …, "message": …}. Only what is staged is fetched: never a pickle.
"""

import argparse
import json
import sys

from huggingface_hub import snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

WANTED = ["*.safetensors", "*.json", "*.txt", "*.model", "*.jinja"]


def main():
    """Prints where the files lie, or why there are none; returns the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--revision")
    asked = parser.parse_args()
    try:
        folder = snapshot_download(asked.model, revision=asked.revision, allow_patterns=WANTED)
    except Exception as error:  # whatever it is, the caller shows it to a person
        print(json.dumps({"code": code_of(error), "message": first_line(error)}))
        return 1
    print(json.dumps({"folder": folder}))
    return 0


def code_of(error):
    """A stable name of what went wrong."""
    if isinstance(error, GatedRepoError):
        return "gated"
    if isinstance(error, RepositoryNotFoundError | RevisionNotFoundError):
        return "not-found"
    return "unreachable" if isinstance(error, LocalEntryNotFoundError) else "failed"


def first_line(error):
    """The error's own first words, without its traceback."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


if __name__ == "__main__":
    sys.exit(main())
