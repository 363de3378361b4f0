"""Files and folders that are either wholly there or not there, also after a kill at any instant."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
# Formats that can run code when they are read. A folder that lists one is refused, whatever its
# digest says.
REFUSED_SUFFIXES = {".pt", ".pth", ".bin", ".pkl", ".pickle", ".ckpt", ".joblib", ".npy", ".npz"}


class FolderIncomplete(Exception):
    """The folder's manifest is missing, malformed, or does not match the files; the text says
    which."""


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes as 64 hex digits, read in pieces."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, value: Any) -> None:
    """Writes `value` as JSON by temporary name, fsync and rename. Refuses NaN and infinity
    (ValueError)."""
    temporary = path.with_name(path.name + ".writing")
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, allow_nan=False)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_to_disk(path.parent)


def sync_to_disk(path: Path) -> None:
    """fsync of a file or a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def files_below(folder: Path) -> list[str]:
    """Every file below `folder` except its manifest, as sorted relative POSIX names."""
    names = (p.relative_to(folder).as_posix() for p in Path(folder).rglob("*") if p.is_file())
    return sorted(name for name in names if name != MANIFEST)


def publish_folder(
    temporary: Path,
    final: Path,
    facts: dict[str, Any],
    late_facts: Callable[[], dict[str, Any]] = dict,
) -> None:
    """Moves the written folder `temporary` to `final` and completes it with a manifest, written
    last.

    `facts` (a JSON-ready dict) stands in the manifest beside `files`: [{name, bytes, sha256}], and
    so does what `late_facts` says when all else is on disk.
    """
    files = []
    for name in files_below(temporary):
        sync_to_disk(temporary / name)
        size = (temporary / name).stat().st_size
        files.append({"name": name, "bytes": size, "sha256": sha256_of(temporary / name)})
    sync_to_disk(temporary)
    os.rename(temporary, final)
    sync_to_disk(final.parent)
    write_json(final / MANIFEST, {**facts, **late_facts(), "files": files})


def read_verified(folder: Path) -> dict[str, Any]:
    """The manifest of a complete folder, after every file's size and digest was checked.

    Raises FolderIncomplete for anything else: torn, truncated, tampered with, or listing a pickle.
    """
    try:
        manifest: dict[str, Any] = json.loads((Path(folder) / MANIFEST).read_text(encoding="utf-8"))
        entries = [(f["name"], f["bytes"], f["sha256"]) for f in manifest["files"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderIncomplete(f"no readable manifest in {folder}: {error}") from error
    for name, size, digest in entries:
        verify_file(Path(folder), name, size, digest)
    return manifest


def verify_file(folder: Path, name: str, size: int, digest: str) -> None:
    """Raises FolderIncomplete unless the file `name` is a safe format with this size and digest."""
    pure = Path(str(name))
    if pure.is_absolute() or ".." in pure.parts or pure.suffix.lower() in REFUSED_SUFFIXES:
        raise FolderIncomplete(f"{folder} lists a file that is never read: {name}")
    path = folder / pure
    if path.is_symlink() or not path.is_file() or path.stat().st_size != size:
        raise FolderIncomplete(f"{path} is missing or has another size")
    if sha256_of(path) != digest:
        raise FolderIncomplete(f"{path} does not match its digest")
