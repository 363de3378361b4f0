"""Whole text-to-text jobs on real pairs, and their parts."""

import json
import math

import pytest
import torch
from jobs import digests_of, failure_of, run_job, start_job, weights_of, write_job
from pair_rows import FIRST, LATER, pair_rows
from transformers import AutoModelForCausalLM, AutoTokenizer
from waiting import steps_done, until

from deeptune_trainer.data.pair_data import IGNORED, Pair, PairInputs
from deeptune_trainer.models.text.byte_tokenizer import extended, make_byte_tokenizer
from deeptune_trainer.models.text.vocabulary import fit_vocabulary
from deeptune_trainer.predictors.predictor import load_predictor

GENERATOR = {
    "modelType": "text-to-text",
    "recipe": "text_to_text",
    "baseModel": "config:gpt-small",
}
QUICK = {"batch_size": 16, "num_epochs": 2, "lrate": 2e-3, "max_new_tokens": 12}
LORA = {
    "r": 8,
    "lora_alpha": 16,
    "lora_dropout": 0.1,
    "peft_type": "LORA",
    "task_type": "CAUSAL_LM",
}


@pytest.fixture(scope="module")
def parent(tmp_path_factory):
    """A finished job on numbers and letters: its root."""
    root = tmp_path_factory.mktemp("generator") / "ml"
    write_job(root, pair_rows(FIRST, max_rows=700), [], {**QUICK, "num_epochs": 5}, **GENERATOR)
    code, log = run_job(root)
    assert code == 0, log
    return root


def test_learns_clearly_better_than_untrained_and_trivial(parent, metrics_of):
    metrics = metrics_of(parent)
    held_out, trivial, untrained = (metrics[k] for k in ("heldOut", "trivial", "untrained"))

    assert held_out["count"] == held_out["generated"] == 140
    for name in ("exactMatch", "rougeL"):
        assert held_out[name] > max(trivial[name], untrained[name]) + 0.4, metrics
    assert held_out["perplexity"] < trivial["perplexity"] / 4 < untrained["perplexity"] / 4
    assert 0.7 < held_out["tokenAccuracy"] <= 1


def test_predictions_are_the_evaluated_completions(parent, metrics_of):
    predictor = load_predictor(parent / "checkpoints/export")
    asked = [row for row in pair_rows(FIRST, max_rows=700) if row["split"] == "test"]

    outputs = predictor.predict([{"text": row["text"]} for row in asked])

    right = [o["text"] == row["target"] for o, row in zip(outputs, asked, strict=True)]
    assert sum(right) / len(right) == pytest.approx(metrics_of(parent)["heldOut"]["exactMatch"])
    assert predictor.predict([{"text": asked[0]["text"]}]) == outputs[:1], "alone or in a batch"
    assert (
        predictor.predict([{"image": b"x"}, {"text": " "}])[1]["error"]["code"]
        == "input-unreadable"
    )


def test_a_completion_has_at_most_the_trained_number_of_tokens(parent):
    predictor = load_predictor(parent / "checkpoints/export")
    predictor.max_tokens = 1

    (output,) = predictor.predict([{"text": "x " * 999}])

    assert len(predictor.tokenizer(output["text"])["input_ids"]) <= 1


def test_a_child_learns_symbols_and_reports_what_it_forgot(parent, root, metrics_of):
    before = digests_of(parent / "checkpoints/export")
    old = [row for row in pair_rows(FIRST, "replay", 700) if row["split"] == "test"]
    replayed = [row for row in pair_rows(FIRST, "replay", 700) if row["split"] == "train"][::3]
    child = {**GENERATOR, "modelVersionId": "v2", "parentVersionId": "v1"}
    new = pair_rows(LATER, max_rows=400)
    settings = {**QUICK, "num_epochs": 5, "lrate": 3e-3}
    write_job(root, new + old + replayed, [], settings, parent=parent, **child)

    code, log = run_job(root)

    assert code == 0 and "from version v1" in log, log
    metrics = metrics_of(root)
    assert metrics["oldInputs"]["count"] == 140 and metrics["newInputs"]["count"] == len(new) // 5
    assert metrics["newInputs"]["exactMatch"] > 0.4
    assert metrics["newInputs"]["perplexity"] < metrics["untrained"]["perplexity"]
    assert metrics["oldInputs"]["exactMatch"] > metrics["parent"]["exactMatchOnOldInputs"] - 0.15
    forgot = metrics["oldInputs"]["perplexity"] - metrics["parent"]["perplexityOnOldInputs"]
    assert metrics["forgetting"] == pytest.approx(forgot)
    assert 0 <= metrics["parent"]["negativeFlipPercent"] < 20
    assert digests_of(root / "input/data/model") == before


def test_a_child_with_lora_trains_few_weights_and_exports_them_merged(parent, root):
    child = {**GENERATOR, "modelVersionId": "v2", "parentVersionId": "v1"}
    published = {
        "model_config": {"pretrained_model_name": "EleutherAI/gpt-neo-125m"},
        "peft_config": LORA,
        "quantization_config": {"bits": 4, "use_exllama": False},
        "tokenizer_config": {},
        "trainer_config": {"num_train_epochs": 1, "auto_find_batch_size": True, "fp16": True},
    }
    write_job(root, pair_rows(LATER, max_rows=60), [], published, parent=parent, **child)

    code, log = run_job(root)

    assert code == 0 and "of them trained" in log and "not quantised to 4 bits" in log, log
    export = root / "checkpoints/export"
    assert not list(export.glob("adapter*")) and weights_of(root) != weights_of(parent)
    AutoModelForCausalLM.from_pretrained(export)


def test_a_first_training_of_a_small_model_says_that_adapters_are_not_used(root):
    write_job(root, pair_rows(max_rows=40), [], {**QUICK, "peft_config": LORA}, **GENERATOR)

    code, log = run_job(root)

    assert code == 0 and "trained in full" in log and "of them trained" not in log


@pytest.mark.parametrize("with_lora", [False, True])
def test_a_killed_job_ends_in_bitwise_the_same_weights(tmp_path, parent, with_lora):
    child = {"modelVersionId": "v2", "parentVersionId": "v1"} if with_lora else {}
    settings = {**QUICK, "num_epochs": 6, **({"peft_config": LORA} if with_lora else {})}
    roots = [tmp_path / "whole", tmp_path / "killed"]
    for root in roots:
        source = parent if with_lora else None
        write_job(root, pair_rows(max_rows=140), [], settings, parent=source, **GENERATOR, **child)
    assert run_job(roots[0])[0] == 0

    process = start_job(roots[1])
    until(lambda: steps_done(roots[1]) >= 18, process)
    process.kill()
    process.join()
    code, log = run_job(roots[1])

    assert code == 0 and "resumed from" in log and "best epoch" in log
    assert weights_of(roots[0]) == weights_of(roots[1])


def test_plain_text_is_continued(root, metrics_of):
    alphabet = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    rows = [{**row, "text": " ".join(alphabet)} for row in pair_rows(max_rows=80)]
    for row in rows:
        del row["target"]
    write_job(root, rows, [], {**QUICK, "num_epochs": 12}, **GENERATOR)

    code, log = run_job(root)

    assert code == 0, log
    predictor = load_predictor(root / "checkpoints/export")
    assert (
        predictor.predict([{"text": "one two three four"}])[0]["text"]
        == " five six seven eight nine ten"
    )
    assert metrics_of(root)["heldOut"]["perplexity"] < 1.5
    assert metrics_of(root)["heldOut"]["exactMatch"] is None, "no row has a completion to match"


def test_sigterm_exports_a_loadable_generator(root):
    write_job(root, pair_rows(max_rows=400), [], {**QUICK, "num_epochs": 60}, **GENERATOR)
    process = start_job(root)
    until(lambda: steps_done(root) >= 6, process)

    process.terminate()
    process.join()

    assert process.exitcode == 0
    assert load_predictor(root / "model").predict([{"text": "DIGIT TWO"}])[0]["text"] is not None


@pytest.mark.parametrize(
    "change",
    [
        {"quantization_config": {"bits": 4}},
        {"quantization_config": {"bits": 3}, "peft_config": LORA},
        {"quantization_config": {"group_size": 128}, "peft_config": LORA},
        {"trainer_config": {"fp32": True}},
        {"max_length": 3},
    ],
)
def test_hyperparameters_nobody_knows_are_the_platforms_fault(root, change):
    write_job(root, pair_rows(max_rows=20), [], change, **GENERATOR)

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] in ("hyperparameter-unknown", "hyperparameter-invalid")
    assert next(iter(change)) in failure_of(root)["message"]


def test_rows_without_text_or_completion_are_counted_as_invalid(root):
    rows = pair_rows(max_rows=40)
    rows[0]["text"], rows[1]["target"], rows[2]["text"] = " ", "", None
    write_job(root, rows, [], QUICK, **GENERATOR)

    assert run_job(root)[0] == 2

    failure = failure_of(root)
    assert failure["code"] == "invalid-data-tolerance-exceeded" and "3 of 40" in failure["message"]


HOSTILE = ["", "a </s> b <pad>", "naïve Ω 漢字 😀", " \t\n ", "x" * 300, "\x00\x7f", "ﷺ" * 9]


@pytest.mark.parametrize("text", HOSTILE)
def test_the_small_tokenizer_gives_every_text_back(tmp_path, text):
    made = make_byte_tokenizer(["DIGIT ONE", "DIGIT TWO", "a b a b"], 64)
    made.save_pretrained(tmp_path)

    for tokenizer in (made, AutoTokenizer.from_pretrained(tmp_path)):
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        assert tokenizer.decode(ids) == text
        assert not set(ids) & set(tokenizer.all_special_ids)


def test_a_child_adds_words_and_every_old_piece_keeps_its_number(parent):
    folder = parent / "checkpoints/export"
    old, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    before = model.get_input_embeddings().weight.detach().clone()

    new = extended(old, ["zwölf zwölf zwölf", "zwölf"])
    model = fit_vocabulary(model, old, new)

    assert len(new) == len(old) + 2 and extended(old, ["zwölf"]) is old
    assert (
        len(new("zwölf zwölf")["input_ids"]) == 2
        and new.decode(new("zwölf")["input_ids"]) == "zwölf"
    )
    assert new("DIGIT TWO")["input_ids"] == old("DIGIT TWO")["input_ids"]
    after = model.get_input_embeddings().weight
    assert torch.equal(after[: len(old)], before)
    pieces = old("zwölf")["input_ids"]
    (number,) = new("zwölf")["input_ids"]
    assert torch.allclose(after[number], before[pieces].mean(0))
    assert model(input_ids=torch.tensor([[number]])).logits.shape[-1] == len(new)


def test_only_the_completion_counts_and_long_rows_are_cut():
    tokenizer = make_byte_tokenizer(["ab"], 64)
    rows = [
        Pair("1", "p" * 6, "c" * 3, "train", "new"),
        Pair("2", "p" * 99, "c" * 99, "train", "new"),
    ]
    short, long = (PairInputs(rows, tokenizer, 20)[i] for i in (0, 1))

    end = tokenizer.eos_token_id
    assert short["labels"][:7] == [IGNORED] * 7 and short["labels"][-1] == end
    assert short["labels"][7:] == short["input_ids"][7:] and len(short["labels"]) == 11
    assert len(long["input_ids"]) == 20 and long["labels"].count(IGNORED) == 10


def test_the_reported_perplexity_is_that_of_transformers_own_loss(parent, metrics_of):
    folder = parent / "checkpoints/export"
    model = AutoModelForCausalLM.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    rows = [r for r in pair_rows(FIRST, max_rows=700) if r["split"] == "test"]
    pairs = [Pair(r["id"], r["text"], r["target"], "test", "new") for r in rows]
    inputs, losses, tokens = PairInputs(pairs, tokenizer, 256), 0.0, 0

    with torch.inference_mode():
        for item in (inputs[i] for i in range(len(inputs))):
            labels = torch.tensor([item["labels"]])
            count = int((labels != IGNORED).sum())
            loss = model(input_ids=torch.tensor([item["input_ids"]]), labels=labels).loss
            losses, tokens = losses + loss.item() * count, tokens + count

    reported = metrics_of(parent)["heldOut"]["perplexity"]
    assert reported == pytest.approx(math.exp(losses / tokens), rel=1e-4)
    assert json.dumps(reported)
