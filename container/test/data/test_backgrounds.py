"""Images without regions, and what decoding a dataset's pictures tells."""

import hashlib
from pathlib import Path

import pytest

from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.data.dataset import LEFT_OUT, look_at_object
from deeptune_trainer.data.pictures.picture_notes import PictureNotes
from deeptune_trainer.data.regions import RegionRow, usable_region_row

FILES = Path(__file__).parents[3] / "test/intake/files"
INDEX = {"mug": 0, "cup": 1}
BOX = {"box": [0, 0, 0.5, 0.5], "polygon": None, "mask": None}


class Folder(Paths):
    """Paths of which only objects are asked for."""

    def __init__(self, folder):
        self.folder = folder

    def __hash__(self):
        return hash(self.folder)

    def object(self, digest):
        return self.folder / digest


@pytest.fixture
def paths(tmp_path):
    for file in FILES.iterdir():
        data = file.read_bytes()
        (tmp_path / hashlib.sha256(data).hexdigest()).write_bytes(data)
    look_at_object.cache_clear()
    return Folder(tmp_path)


def entry_of(file, concepts=(), regions=None):
    digest = hashlib.sha256((FILES / file).read_bytes()).hexdigest()
    labels = [{"id": name, "value": value} for name, value in concepts]
    return {"id": "x", "object": digest, "split": "train", "concepts": labels, "regions": regions}


def region(name):
    return {**BOX, "concepts": [{"id": name, "value": 1}]}


@pytest.mark.parametrize(
    ("concepts", "regions", "count"),
    [
        ((), [region("mug")], 1),
        ((), None, 0),
        ((), [], 0),
        ((("mug", 0),), None, 0),
        ((("street", 1),), None, 0),
        ((("mug", 1),), None, LEFT_OUT),
        ((("mug", 1),), [region("cup")], 1),
        ((), [region("street")], LEFT_OUT),
    ],
)
def test_an_image_without_regions_is_a_background_unless_it_has_the_concept(
    paths, concepts, regions, count
):
    row = usable_region_row(entry_of("rgb.png", concepts, regions), INDEX, paths, "image", False)

    if count is LEFT_OUT:
        assert row is LEFT_OUT
    else:
        assert isinstance(row, RegionRow) and len(row.regions) == count


def test_a_picture_that_cannot_be_decoded_is_no_background(paths):
    row = usable_region_row(entry_of("cut.png"), INDEX, paths, "image", False)

    assert row.startswith("unreadable image: image-truncated: ")


def test_notes_are_counted_by_row_and_said_with_an_example(paths, monkeypatch):
    said, notes = [], PictureNotes()
    monkeypatch.setattr("deeptune_trainer.data.pictures.picture_notes.log", said.append)
    for number, file in enumerate(["clear.png", "clear.png", "turned-6.jpg", "rgb.png"]):
        look = look_at_object(paths, entry_of(file)["object"])
        notes.add(f"row {number}", look.notes)

    notes.log(4)

    assert notes.counts == {"one-colour": 2, "alpha-on-white": 2, "turned": 1}
    assert said[0] == (
        "data: 2 of 4 pictures have one single colour: there is nothing to see in them; "
        "one is 'row 0'"
    )
