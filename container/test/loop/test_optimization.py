"""Which optimizer a learning rate is for, and LAMB itself."""

import copy

import digits
import pytest
import torch
from jobs import run_jobs, write_job
from safetensors.torch import load_file

from deeptune_trainer.loop.lamb import Lamb
from deeptune_trainer.loop.optimization import build_optimizer, optimization_from
from deeptune_trainer.loop.training_state import read_optimizer, write_training_state
from deeptune_trainer.recipes.visual_classifier import HYPERPARAMETERS
from deeptune_trainer.settings.hyperparameters import Hyperparameters


@pytest.mark.parametrize(
    ("values", "kind", "momentum"),
    [
        ({}, torch.optim.AdamW, None),
        ({"momentum": 0.5}, torch.optim.SGD, 0.5),
        ({"optimizer": "sgd"}, torch.optim.SGD, 0.9),
        ({"optimizer": "sgd", "momentum": 0.0}, torch.optim.SGD, 0.0),
        ({"optimizer": "lamb"}, Lamb, None),
    ],
)
def test_the_optimizer_is_the_one_that_is_named(values, kind, momentum):
    plan = optimization_from(Hyperparameters(values, HYPERPARAMETERS), 0.1, 1, 1)
    model = torch.nn.Linear(3, 2)

    optimizer, _ = build_optimizer(plan, model, model, 1)

    assert type(optimizer) is kind
    assert all(group.get("momentum") == momentum for group in optimizer.param_groups)


def test_the_first_step_of_lamb_is_a_share_of_the_layers_own_weights():
    weight = torch.nn.Parameter(torch.tensor([[3.0, 0.0], [0.0, 4.0]]))
    bias = torch.nn.Parameter(torch.tensor([3.0, 4.0]))
    optimizer = Lamb([weight, bias], lr=0.01)
    weight.grad, bias.grad = torch.full((2, 2), 7.0), torch.full((2,), 7.0)

    optimizer.step()

    # Adam's first update is 1 everywhere: of length 2 where the weights' is 5.
    assert torch.allclose(weight, torch.tensor([[3.0, 0.0], [0.0, 4.0]]) - 0.01 * 5 / 2)
    assert torch.allclose(bias, torch.tensor([3.0, 4.0]) - 0.01)


def test_later_steps_of_lamb_have_adams_direction():
    torch.manual_seed(0)
    start, gradients = torch.randn(4, 3), torch.randn(6, 4, 3)
    ours, adams = (torch.nn.Parameter(start.clone()) for _ in range(2))
    lamb = Lamb([ours], lr=0.1)
    adam = torch.optim.AdamW([adams], lr=0.1, weight_decay=0.0, eps=1e-6)

    for gradient in gradients:
        with torch.no_grad():
            adams.copy_(ours)
        before = ours.detach().clone()
        ours.grad, adams.grad = gradient, gradient.clone()
        lamb.step()
        adam.step()
        steps = [(each.detach() - before).flatten() for each in (ours, adams)]
        assert torch.cosine_similarity(*steps, dim=0) > 0.9999
        assert float(steps[0].norm()) == pytest.approx(0.1 * float(before.norm()), rel=1e-4)


def test_lamb_goes_on_from_a_checkpoint_as_if_it_had_never_stopped(tmp_path):
    torch.manual_seed(0)
    plan = optimization_from(Hyperparameters({"optimizer": "lamb"}, HYPERPARAMETERS), 0.1, 9, 1)
    model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Linear(3, 2))

    def steps(model, optimizer, schedule, inputs):
        for rows in inputs:
            optimizer.zero_grad()
            model(rows).square().sum().backward()
            optimizer.step()
            schedule.step()

    inputs, state = torch.randn(6, 5, 4), build_optimizer(plan, model, model[1], 1)
    steps(model, *state, inputs[:3])
    write_training_state(tmp_path, model, *state)
    resumed = copy.deepcopy(model)
    again = build_optimizer(plan, resumed, resumed[1], 1)
    read_optimizer(tmp_path, *again)
    steps(model, *state, inputs[3:])
    steps(resumed, *again, inputs[3:])

    for a, b in zip(model.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(a, b)


def test_the_published_rate_of_the_sgd_templates_keeps_what_pretrained_weights_know(
    trained, objects, tmp_path
):
    export = trained[0] / "checkpoints/export"
    settings = {"image_size": 16, "batch_size": 64, "per_item_lrate": 7.8125e-5, "num_epochs": 3}
    settings |= {"init_epochs": 25, "step_epochs": 7}
    for name in ("sgd", "adamw"):
        chosen, rows = {**settings, "optimizer": name}, digits.rows(300, 0)
        job = {"baseModel": "hub:someone/digits"}
        write_job(tmp_path / name, rows, digits.concepts(range(10)), chosen, objects, **job)
        (tmp_path / name / "input/data/base-model").symlink_to(export)

    run_jobs([tmp_path / "sgd", tmp_path / "adamw"])

    before = load_file(export / "model.safetensors")
    moved = {name: moved_share(before, tmp_path / name) for name in ("sgd", "adamw")}
    assert moved["sgd"] < 0.06 < 0.2 < moved["adamw"]


def moved_share(before, root):
    """How far the convolutions went from where they were, as a mean share of their length."""
    after = load_file(root / "checkpoints/export/model.safetensors")
    kernels = [name for name, tensor in before.items() if tensor.ndim == 4]
    shares = [float((after[n] - before[n]).norm() / before[n].norm()) for n in kernels]
    return sum(shares) / len(shares)
