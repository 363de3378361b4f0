"""New concepts with many rows beside few replayed ones of the old."""

import pytest
import torch

from deeptune_trainer.data.dataset import Row
from deeptune_trainer.models.classification import classification_loss
from deeptune_trainer.models.incremental.balance import balanced


def rows(old, new, origin="replay"):
    """So many rows of concept 0, replayed, and of concept 1."""
    kinds = [(0, origin)] * old + [(1, "new")] * new
    return [Row(f"r{n}", None, "text", (c,), "train", o) for n, (c, o) in enumerate(kinds)]


def test_a_model_that_knows_nothing_of_a_row_learns_to_prefer_no_concept():
    """The bias that minimises the loss over nine rows of one concept and one of the other."""
    data, targets = rows(1, 9), torch.tensor([[1.0, 0]] + [[0.0, 1]] * 9)
    found = {}
    plain = classification_loss(True)
    for name, loss in (("plain", plain), ("balanced", balanced(plain, data, 2, True))):
        bias = torch.zeros(2, requires_grad=True)
        optimizer = torch.optim.SGD([bias], lr=1.0)
        for _ in range(300):
            optimizer.zero_grad()
            loss(bias.expand(10, 2), targets).backward()
            optimizer.step()
        found[name] = (bias[1] - bias[0]).item()

    assert found["plain"] == pytest.approx(torch.tensor(9.0).log().item(), abs=0.01)
    assert found["balanced"] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    ("data", "exclusive"), [(rows(1, 9), False), (rows(3, 3, origin="new"), True)]
)
def test_independent_concepts_and_data_without_replay_are_left_as_they_are(data, exclusive):
    loss = classification_loss(exclusive)

    assert balanced(loss, data, 2, exclusive) is loss


def test_a_concept_without_rows_and_equal_shares_change_nothing_but_a_constant():
    loss = classification_loss(True)
    logits, targets = torch.tensor([[0.3, -0.2, 0.0]]), torch.tensor([[1.0, 0, 0]])

    found = balanced(loss, rows(5, 5), 3, True)(logits, targets)

    assert torch.isfinite(found)
    two = balanced(loss, rows(5, 5), 2, True)(logits[:, :2], targets[:, :2])
    assert two.item() == pytest.approx(loss(logits[:, :2], targets[:, :2]).item())
