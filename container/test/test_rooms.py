"""The order of the trainer's rooms: each imports what stands before it, and none in a circle."""

import ast
from pathlib import Path

import deeptune_trainer

PACKAGE = Path(deeptune_trainer.__file__).parent
# Rooms of one line import neither each other nor anything of a later line.
ORDER = [
    ["contract"],
    ["export"],
    ["device"],
    ["data"],
    ["models"],
    ["loop", "metrics"],
    ["settings"],
    ["predictors"],
    ["recipes", "batch"],
    ["dial"],
    ["entry"],
]
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}
MAX_FILES = 14


def parts_of(path):
    """The dotted name of a file below the package, as a tuple."""
    names = path.relative_to(PACKAGE).with_suffix("").parts
    return names[:-1] if names[-1] == "__init__" else names


def imports_of(path):
    """The modules of the package that a file imports, as tuples of names; also those that it
    imports within a function."""
    package = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            yield from imported(base + tuple((node.module or "").split(".")), node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE.name):
            yield from imported(tuple(node.module.split(".")[1:]), node.names)


def imported(names, aliases):
    """The module itself, or the modules that are imported from a folder."""
    module = tuple(name for name in names if name)
    is_folder = PACKAGE.joinpath(*module).is_dir()
    return [(*module, alias.name) for alias in aliases] if is_folder else [module]


def edges(depth):
    """(folder, imported folder) of all imports that leave their folder, `depth` names deep."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for target in imports_of(path):
            pair = folder_of(parts_of(path), depth), folder_of(target, depth)
            if pair[0] != pair[1]:
                found.add(pair)
    return found


def folder_of(names, depth):
    """The folder of a module; at the top of the package the module itself."""
    return "/".join(names[: max(1, min(depth, len(names) - 1))])


def circles(pairs):
    """What is left when everything that imports nothing unresolved is taken away."""
    left = set(pairs)
    while free := {a for _, a in left} - {a for a, _ in left}:
        left = {(a, b) for a, b in left if b not in free}
    return left


def test_every_room_has_a_place_in_the_order():
    rooms = {path.stem for path in PACKAGE.iterdir() if not path.name.startswith("__")}

    assert rooms == set(LEVEL)


def test_no_room_imports_a_later_one():
    up = {pair for pair in edges(1) if LEVEL[pair[1]] >= LEVEL[pair[0]]}

    assert not up and ("models", "data") in edges(1)


def test_no_two_folders_import_each_other_in_a_circle():
    below = {pair for pair in edges(2) if "/" in pair[0] + pair[1]}

    assert ("models/patchcore", "models/base") in below
    assert not circles(edges(2))


def test_a_circle_is_noticed():
    assert circles({("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")}) == {
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
    }


def test_no_folder_is_a_heap():
    folders = [path for path in (PACKAGE, *PACKAGE.rglob("*")) if path.is_dir()]
    counts = {folder: len(list(folder.glob("*.py"))) for folder in folders}

    assert max(counts.values()) <= MAX_FILES
