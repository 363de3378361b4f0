"""What holds a child to its parent while it learns, and what it takes over from it."""

import math

import numpy as np
import pytest
import torch
from transformers.utils import ModelOutput

from deeptune_trainer.data.regions import Region, RegionRow
from deeptune_trainer.models import background
from deeptune_trainer.models.detection import Found
from deeptune_trainer.models.embedding import Embedder
from deeptune_trainer.models.incremental import guidance


class Pixels(torch.nn.Module):
    """A segmenter whose logits are its parameters, whatever the image."""

    def __init__(self, logits):
        super().__init__()
        self.answer = torch.nn.Parameter(torch.tensor(logits).reshape(1, -1, 1, 1))
        self.config = type("Config", (), {"num_labels": len(logits)})

    def forward(self, pixel_values):
        logits = self.answer.expand(len(pixel_values), -1, 2, 2)
        return ModelOutput(logits=logits)


BATCH = {"pixel_values": torch.zeros(1, 3, 8, 8)}


def labels_of(place):
    return torch.full((1, 8, 8), place)


def test_what_is_new_was_background_to_the_parent():
    parent = Pixels([2.0, 0.0, -9.0])  # the background, an old class, a new one
    guide = guidance.pixel_guidance(parent, [0, 1], 1.0)
    shares = torch.tensor([2.0, 0.0]).softmax(0)
    # The child gives half of the background to the new class: the parent does not mind.
    split = [math.log(shares[0] / 2), math.log(shares[1]), math.log(shares[0] / 2)]
    unchanged = guide(BATCH, labels_of(0), Pixels(split)(**BATCH))
    forgotten = guide(BATCH, labels_of(0), Pixels([2.0, -5.0, 1.0])(**BATCH))

    assert float(unchanged.detach()) == pytest.approx(0.0, abs=1e-6)
    assert float(forgotten.detach()) > 0.3
    # Where the new class is marked, the parent does not know better.
    marked = guide(BATCH, labels_of(2), Pixels([2.0, -5.0, 1.0])(**BATCH))
    assert float(marked.detach()) == 0.0


def test_the_parent_stays_as_it_was_while_the_child_learns():
    model = Pixels([1.0, 0.0, 0.0])
    guide = guidance.pixel_guidance(model, [0, 1], 2.0)
    with torch.no_grad():
        model.answer[:, 0] = -3.0

    loss = guide(BATCH, labels_of(0), model(**BATCH))
    loss.backward()

    assert float(loss.detach()) > 0.1 and bool(model.answer.grad.any())


@pytest.mark.parametrize("old, weight", [([0, 1], 0.0), ([0], 1.0)])
def test_without_a_weight_or_old_classes_nothing_is_held(old, weight):
    assert guidance.pixel_guidance(Pixels([0.0, 0.0]), old, weight) is None


class Backbone(torch.nn.Module):
    """Features are the pixels' own mean colours."""

    def forward(self, pixel_values):
        return ModelOutput(last_hidden_state=pixel_values.mean((2, 3))[:, None])


def test_embeddings_of_old_concepts_stay_where_the_parent_had_them():
    model = Embedder(Backbone(), 3, 2, 2)
    guide = guidance.embedding_guidance(model, [0], 1.0)
    batch = {"pixel_values": torch.rand(4, 3, 4, 4)}
    old, new = torch.tensor([[1.0, 0.0]] * 4), torch.tensor([[0.0, 1.0]] * 4)
    assert float(guide(batch, old, model(**batch)).detach()) == pytest.approx(0.0, abs=1e-6)
    with torch.no_grad():
        model.projection.weight.mul_(torch.tensor([[-1.0], [1.0]]))

    assert float(guide(batch, old, model(**batch)).detach()) > 0.01
    assert float(guide(batch, new, model(**batch)).detach()) == 0.0


def row(name, *regions, origin="new"):
    made = tuple(Region((concept,), box, None, None) for concept, box in regions)
    return RegionRow(name, "", made, "train", origin)


LEFT, RIGHT, NEARLY_LEFT = (0.0, 0.0, 0.5, 0.4), (0.0, 0.6, 0.5, 1.0), (0.02, 0.0, 0.5, 0.42)


def test_concepts_that_no_new_image_marks_are_unmarked():
    old = row("a", (0, LEFT), origin="replay")

    assert background.unmarked([old, row("b", (2, LEFT))], [0, 1]) == [0, 1]
    assert background.unmarked([row("b", (2, LEFT)), row("c", (1, LEFT))], [0, 1]) == [0]
    assert background.unmarked([old, row("b")], [0, 1]) == []  # they say that nothing is there


def test_what_the_parent_is_sure_of_is_taken_over_where_nothing_is_marked():
    rows = [row("old", (0, LEFT), origin="replay"), row("new", (2, LEFT)), row("none", (2, RIGHT))]
    scores = np.array([[0.9, 0, 0], [0.8, 0, 0], [0.7, 0.75, 0], [0.2, 0.3, 0.99]])
    boxes = np.array([NEARLY_LEFT, RIGHT, RIGHT, (0.6, 0.0, 1.0, 0.4)])
    answers = {"new": Found(scores, boxes), "none": Found(scores[3:], boxes[3:])}

    filled, counts = background.with_objects(
        rows, lambda some: [answers[each.id] for each in some], [0, 1]
    )

    assert counts == [1] and filled[0] == rows[0] and filled[2] == rows[2]
    assert filled[1].regions == (*rows[1].regions, Region((0,), RIGHT, None, None))


def test_pixels_that_the_parent_is_sure_of_survive_their_packing():
    classes = np.array([[1, 1, 2], [0, 3, 1]])
    values = np.array([[0.9, 0.5, 0.9], [0.9, 0.9, 0.8]])

    packed, count = background.pixels_found(classes, values, [1, 2])

    assert count == 3
    assert background.unpacked(packed, (2, 3)).tolist() == [[1, 0, 2], [0, 0, 1]]
    assert background.unpacked(packed, (3, 3)) is None
