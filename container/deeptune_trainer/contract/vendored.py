"""Packages that AWS's image lacks and that travel unpacked in `vendor/` beside the trainer: a job
has no network to install them from."""

import platform
import re
import sys
from importlib import metadata
from pathlib import Path

from .environment import read_image_file

VENDOR = Path(__file__).parents[2] / "vendor"
WHEEL = re.compile(r"[^-]+-[^-]+-cp3(?P<minor>\d+)-(?P<abi>abi3|cp3\d+)-(?P<platforms>[^-]+)\.whl")


def use_vendored_packages(vendor: Path = VENDOR) -> None:
    """Puts `vendor/` last on sys.path where a package of it is missing here and all its wheels fit
    this interpreter. What is installed always wins; what does not fit is never loaded."""
    wheels = read_image_file()["vendored"]
    missing = [wheel for wheel in wheels if not is_installed(wheel["name"])]
    if missing and vendor.is_dir() and all(fits(wheel["wheel"]) for wheel in wheels):
        sys.path.append(str(vendor))


def is_installed(name: str) -> bool:
    """True where the interpreter already finds the package."""
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def fits(wheel: str, here: int = sys.version_info.minor) -> bool:
    """True where the file name's tags fit this interpreter, CPython 3.`here`: its version (abi3: or
    an older one), Linux, the processor, and a C library that is new enough."""
    tags = WHEEL.fullmatch(wheel)
    if not tags or sys.implementation.name != "cpython" or sys.platform != "linux":
        return False
    minor = int(tags["minor"])
    is_right_python = here >= minor if tags["abi"] == "abi3" else here == minor
    return is_right_python and any(map(is_platform, tags["platforms"].split(".")))


def is_platform(tag: str) -> bool:
    """True where `manylinux_2_28_x86_64` or its like fits this machine."""
    found = re.fullmatch(r"manylinux_2_(\d+)_(\w+)", tag)
    library, version = platform.libc_ver()
    if not found or library != "glibc" or platform.machine() != found[2]:
        return False
    return int(version.split(".")[1]) >= int(found[1])
