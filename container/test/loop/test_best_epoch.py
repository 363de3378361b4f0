"""The choice of the best epoch, apart from any training."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import BertConfig, BertForSequenceClassification

from deeptune_trainer.contract.failures import PlatformFault
from deeptune_trainer.contract.training_log import best_epoch_text
from deeptune_trainer.loop.best_epoch import BEST_WEIGHTS, EpochChoice, Validation
from deeptune_trainer.models.lora import add_lora

STEPS = 10  # of one epoch


def model_of(value):
    """A model whose one trained weight is `value`, beside a frozen one."""
    model = nn.Module()
    model.learned = nn.Parameter(torch.tensor([float(value)]))
    model.frozen = nn.Parameter(torch.tensor([100.0]), requires_grad=False)
    return model


def followed(metrics, patience=0, **options):
    """An EpochChoice after epochs with these metrics, whose weights are the epoch's number; ends
    where patience does."""
    choice = EpochChoice(Validation(lambda: None, count=20, patience=patience, **options))
    for epoch, metric in enumerate(metrics, 1):
        choice.add(epoch, epoch * STEPS, metric, model_of(epoch))
        if choice.is_over:
            break
    return choice


@pytest.mark.parametrize(
    ("metrics", "patience", "best", "ran"),
    [
        ([0.1, 0.5, 0.4, 0.3], 0, 2, 4),
        ([0.1, 0.5, 0.4, 0.6], 0, 4, 4),
        ([0.1, 0.5, 0.4, 0.6], 1, 2, 3),
        ([0.1, 0.5, 0.4, 0.6], 2, 4, 4),
        ([0.5, 0.4, 0.3, 0.9], 2, 1, 3),
        ([0.5, 0.5, 0.5, 0.9], 2, 3, 3),
        ([0.5, 0.4, 0.5, 0.4, 0.5, 0.9], 5, 6, 6),
        ([0.5, 0.4, 0.5, 0.4, 0.5, 0.9], 4, 5, 5),
        ([0.0, 0.0], 0, 2, 2),
    ],
)
def test_of_equal_metrics_the_later_epoch_is_taken_and_patience_goes_on(
    metrics, patience, best, ran
):
    choice = followed(metrics, patience)

    assert (choice.best.epoch, choice.measured) == (best, ran)
    assert choice.best.metric == max(metrics[:ran])
    assert float(choice.best.state["learned"]) == best


def test_only_what_is_learned_is_kept_and_it_is_a_copy():
    choice, model = EpochChoice(Validation(count=20)), model_of(1)
    choice.add(1, STEPS, 0.5, model)

    with torch.no_grad():
        model.learned += 41
    assert set(choice.best.state) == {"learned"} and float(choice.best.state["learned"]) == 1

    choice.restore(model)
    assert model.learned.item() == 1 and model.frozen.item() == 100


def test_of_a_model_with_adapters_the_adapters_and_the_head_are_kept():
    config = BertConfig(hidden_size=8, num_hidden_layers=1, num_attention_heads=1, vocab_size=9)
    model = add_lora(BertForSequenceClassification(config), {"r": 2, "lora_alpha": 2})
    choice = EpochChoice(Validation(count=20))

    choice.add(1, STEPS, 0.5, model)

    kept = [name for name in choice.best.state if name.endswith("weight")]
    assert kept and all("lora_" in name or "classifier" in name for name in kept)
    assert sum(t.numel() for t in choice.best.state.values()) < model.num_parameters() / 2


def saved(choice, step, folder):
    """The manifest of a checkpoint at `step`, whose own weight is the step's number."""
    folder.mkdir()
    save_file({"learned": torch.tensor([float(step)])}, folder / "model.safetensors")
    choice.write_files(folder, step)
    names = [path.name for path in folder.iterdir()]
    facts = json.loads(json.dumps(choice.facts(step)))
    return {"validation": facts, "files": [{"name": name} for name in names]}


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_choice_that_is_resumed_from_any_checkpoint_ends_like_one_that_was_not(tmp_path, cut):
    metrics = [0.2, 1 / 3, 1 / 3, 0.1, 0.7, 0.6, 0.5]
    whole, first = followed(metrics, 3), followed(metrics[:cut], 3)

    manifest = saved(first, cut * STEPS + 4, tmp_path / "checkpoint")
    resumed = EpochChoice(first.validation)
    resumed.resume(tmp_path / "checkpoint", manifest)
    for epoch in range(cut + 1, len(metrics) + 1):
        if not resumed.is_over:
            resumed.add(epoch, epoch * STEPS, metrics[epoch - 1], model_of(epoch))

    assert resumed.facts(70) == whole.facts(70)
    assert resumed.best.state["learned"] == whole.best.state["learned"]


def test_at_the_best_epochs_own_step_the_weights_are_not_written_twice(tmp_path):
    choice = followed([0.1, 0.5])

    manifest = saved(choice, 2 * STEPS, tmp_path / "now")
    later = saved(choice, 2 * STEPS + 1, tmp_path / "later")

    assert manifest["validation"]["best"]["weights"] == "model.safetensors"
    assert not (tmp_path / "now" / BEST_WEIGHTS).exists()
    assert later["validation"]["best"]["weights"] == BEST_WEIGHTS
    assert float(load_file(tmp_path / "later" / BEST_WEIGHTS)["learned"]) == 2


@pytest.mark.parametrize("name", ["../secret.safetensors", "other.safetensors", "best.pt", None])
def test_weights_that_a_checkpoint_does_not_list_are_not_read(tmp_path, name):
    choice = followed([0.1])
    manifest = saved(choice, 15, tmp_path / "checkpoint")
    manifest["validation"]["best"]["weights"] = name

    with pytest.raises(PlatformFault) as caught:
        EpochChoice(choice.validation).resume(tmp_path / "checkpoint", manifest)

    assert caught.value.code == "checkpoint-mismatch"


def test_best_weights_that_were_added_beside_a_manifest_are_not_read(tmp_path):
    choice = followed([0.1])
    manifest = saved(choice, 15, tmp_path / "checkpoint")
    manifest["files"] = [f for f in manifest["files"] if f["name"] != BEST_WEIGHTS]

    with pytest.raises(PlatformFault, match="does not list"):
        EpochChoice(choice.validation).resume(tmp_path / "checkpoint", manifest)


def test_the_summary_of_a_training_that_ended_early():
    facts = followed([0.5, 0.91, 0.4, 0.9], 2).summary(10, 4.0, False)

    assert facts == {
        "epoch": 2,
        "of": 10,
        "epochsRun": 4.0,
        "metric": 0.91,
        "metricName": "accuracy",
        "validationCount": 20,
        "stoppedEarly": True,
        "note": None,
    }
    assert best_epoch_text(facts) == (
        "best epoch 2 of 10 (validation accuracy 0.91 on 20 inputs), stopped early after epoch 4"
    )


def test_patience_that_runs_out_with_the_last_epoch_ended_nothing_early():
    facts = followed([0.5, 0.4, 0.3], 2).summary(3, 3.0, False)

    assert facts["epoch"] == 1 and facts["stoppedEarly"] is False
    assert "stopped early" not in best_epoch_text(facts)


def test_the_summary_where_the_last_epoch_is_wanted():
    choice = followed([0.5, 0.9, 0.4], keeps_best=False)

    facts = choice.summary(3, 3.0, False)

    assert choice.best.state == {} and (facts["epoch"], facts["metric"]) == (3, 0.4)
    text = "epoch 3 of 3, the last one, is kept (load_best_model_at_end is false; "
    assert best_epoch_text(facts) == text + "validation accuracy 0.4 on 20 inputs)"


@pytest.mark.parametrize(
    ("validation", "epochs_run", "stopped", "expected"),
    [
        (Validation(reason="no validation part: 64 inputs"), 3.0, False, (3, "no validation part")),
        (Validation(count=20), 0.4, True, (1, "stopped before the first epoch was measured")),
        (Validation(count=20), 2.0, False, (2, "could not be measured")),
    ],
)
def test_the_summary_where_there_was_nothing_to_choose_by(
    validation, epochs_run, stopped, expected
):
    choice = EpochChoice(validation)
    if not stopped:
        choice.add(int(epochs_run), 0, None, model_of(1))

    facts = choice.summary(3, epochs_run, stopped)

    assert facts["epoch"] == expected[0] and expected[1] in facts["note"]
    assert facts["metric"] is None and facts["stoppedEarly"] is False
