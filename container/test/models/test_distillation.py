"""Distillation: how far a child is from what its parent answers, and to which rows it is held."""

import pytest
import torch
from torch import nn
from torch.utils.data import Dataset

from deeptune_trainer.models.classification import classification_loss
from deeptune_trainer.models.incremental.child import Child, Teacher, held_rows, taught
from deeptune_trainer.models.incremental.distillation import distillation

NAN = float("nan")


@pytest.mark.parametrize("exclusive", [True, False])
def test_the_distance_is_nothing_from_the_same_answers_and_grows_with_others(exclusive):
    teacher = torch.randn(16, 4, generator=torch.Generator().manual_seed(1))
    near, far = teacher + 0.1 * teacher.roll(1, 1), teacher + teacher.roll(1, 1)

    assert distillation(teacher, teacher, exclusive).item() == pytest.approx(0, abs=1e-6)
    distances = [distillation(each, teacher, exclusive).item() for each in (near, far)]
    assert 0 < distances[0] < distances[1]


def test_the_distance_of_exclusive_answers_is_that_of_softened_probabilities():
    student, teacher = torch.tensor([[0.0, 2.0]]), torch.tensor([[2.0, 0.0]])

    # Of 1 / (1 + e) and its rest: (q - p) ln(q / p), times the temperature squared.
    p = 1 / (1 + torch.e)
    expected = 4 * ((1 - p) - p) * 1
    assert distillation(student, teacher, True).item() == pytest.approx(expected, rel=1e-5)
    # How all old ones compare with new concepts is not the parent's to say.
    assert distillation(student + 3, teacher, True).item() == pytest.approx(expected, rel=1e-5)
    assert distillation(student + 3, teacher, False).item() > expected


@pytest.mark.parametrize("exclusive", [True, False])
def test_rows_without_an_answer_pull_at_nothing(exclusive):
    teacher = torch.tensor([[1.0, -1.0], [NAN, NAN]])
    student = torch.zeros(2, 2, requires_grad=True)

    distance = distillation(student, teacher, exclusive)
    distance.backward()

    alone = distillation(student[:1].detach(), teacher[:1], exclusive).item()
    assert distance.item() == pytest.approx(alone / 2), "each row counts the same"
    assert student.grad[0].abs().sum() > 0 and not student.grad[1].any()
    assert distillation(student, torch.full((2, 2), NAN), exclusive).item() == 0


class Points(Dataset):
    """Three points; the mirror image of one has the opposite sign."""

    values = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 1.5]])
    labels = torch.eye(3)

    def __len__(self):
        return 3

    def __getitem__(self, key):
        index, flipped = key if isinstance(key, tuple) else (key, False)
        return {"x": self.values[index] * (-1 if flipped else 1), "labels": self.labels[index]}


class Parent(nn.Module):
    """Answers with the two numbers of a point, and 0 to the new concept."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(2, 3, bias=False)
        self.head.weight.data = torch.tensor([[1.0, 0], [0, 1], [0, 0]])
        self.config = type("Config", (), {"num_labels": 3})

    def forward(self, x):
        return type("Output", (), {"logits": self.head(x)})


def stacked(items):
    return {name: torch.stack([item[name] for item in items]) for name in items[0]}


def child_of(weight=1.0, forms=1, exclusive=True, is_over=lambda: False):
    return Child([0, 1], 3, exclusive, weight, forms, is_over)


def taught_points(**settings):
    """(inputs, loss) of a child of Parent that learns Points."""
    child, model = child_of(**settings), Parent().train()
    loss = classification_loss(child.exclusive)
    found = taught(child, Teacher(model, Points(), stacked), Points(), loss)
    assert model.training
    return found


def test_the_parents_answers_stand_behind_the_labels_of_each_row_and_of_its_mirror_image():
    inputs, _ = taught_points(forms=2)

    assert inputs[0]["labels"].tolist() == [1, 0, 0, 2, 0]
    assert inputs[(2, False)]["labels"].tolist() == [0, 0, 1, 1, 1.5]
    assert inputs[(2, True)]["labels"].tolist() == [0, 0, 1, -1, -1.5]
    assert inputs[(0, True)]["x"].tolist() == [-2, 0]
    # The mirror image of the first looks like the second to it: the label alone counts.
    assert inputs[(0, True)]["labels"][3:].isnan().all()


def test_the_loss_is_that_of_the_labels_and_the_weighted_distance():
    inputs, loss = taught_points(weight=3.0)
    labels = torch.stack([inputs[i]["labels"] for i in range(3)])
    logits = torch.tensor([[1.0, 0, 0], [0, 0, 1], [0, 2, 1]])

    plain = classification_loss(True)(logits, torch.eye(3))
    distance = distillation(logits[:, :2], Points.values, True)
    assert distance > 0
    assert loss(logits, labels).item() == pytest.approx((plain + 3 * distance).item())


@pytest.mark.parametrize("settings", [{"weight": 0.0}])
def test_without_a_weight_nothing_is_asked(settings):
    inputs, loss = taught_points(**settings)

    assert isinstance(inputs, Points)
    assert loss(torch.zeros(3, 3), torch.eye(3)).item() == pytest.approx(torch.tensor(3).log())


def test_a_stop_leaves_the_rest_of_the_rows_without_answers():
    inputs, loss = taught_points(is_over=lambda: True)

    assert inputs[0]["labels"][3:].isnan().all()
    assert torch.isfinite(loss(torch.zeros(1, 3), inputs[0]["labels"][None]))


@pytest.mark.parametrize(
    ("exclusive", "expected"),
    [
        (True, [True, False, True]),  # right, wrong, of a new concept
        (False, [True, False, False]),
    ],
)
def test_a_child_is_held_to_what_its_parent_has_right(exclusive, expected):
    answers = torch.tensor([[2.0, -2.0], [2.0, -2.0], [2.0, -2.0]])
    labels = torch.tensor([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]])

    assert held_rows(child_of(exclusive=exclusive), answers, labels).tolist() == expected
