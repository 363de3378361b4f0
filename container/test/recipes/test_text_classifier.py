"""Whole text-classifier jobs on real texts."""

import json

import pytest
from jobs import digests_of, failure_of, run_job, start_job, weights_of, write_job
from texts import TOPICS, text_rows
from transformers import AutoTokenizer
from waiting import steps_done, until

from deeptune_trainer.predictors.predictor import load_predictor

TEXT = {
    "modelType": "text-classifier",
    "recipe": "text_classifier",
    "baseModel": "config:bert-small",
}
CONCEPTS = [{"id": topic, "name": topic} for topic in TOPICS]
LORA = {"r": 8, "lora_alpha": 16, "lora_dropout": 0.1, "peft_type": "LORA", "task_type": "SEQ_CLS"}


def test_learns_clearly_better_than_untrained_and_trivial(trained_text, metrics_of):
    metrics = metrics_of(trained_text[0])

    assert metrics["heldOut"]["accuracy"] > metrics["trivial"]["accuracy"] + 0.2
    assert metrics["heldOut"]["accuracy"] > metrics["untrained"]["accuracy"] + 0.2
    assert metrics["heldOut"]["macroRocAuc"] > 0.75


def test_a_child_with_lora_keeps_its_parents_tokenizer_and_exports_merged_weights(
    trained_text, root, metrics_of
):
    child = {**TEXT, "modelVersionId": "v2", "parentVersionId": "v1"}
    settings = {
        "peft_config": LORA,
        "trainer_config": {"num_train_epochs": 1, "learning_rate": 3e-3},
    }
    write_job(root, text_rows(TOPICS), CONCEPTS, settings, parent=trained_text[0], **child)

    code, log = run_job(root)

    assert code == 0 and "of them trained" in log, log
    export, parent = root / "checkpoints/export", trained_text[0] / "checkpoints/export"
    assert (export / "tokenizer.json").read_bytes() == (parent / "tokenizer.json").read_bytes()
    assert not list(export.glob("adapter*"))
    assert metrics_of(root)["oldConcepts"]["accuracy"] > 0.4
    assert metrics_of(root)["heldOut"]["count"] > metrics_of(root)["oldConcepts"]["count"] > 0
    assert digests_of(root / "input/data/model") == digests_of(parent)


def test_a_causal_base_model_classifies_and_says_that_it_is_not_quantised(root, metrics_of):
    published = {
        "model_config": {"pretrained_model_name": "meta-llama/Llama-2-7b-chat-hf"},
        "peft_config": LORA,
        "quantization_config": {"bits": 4, "use_exllama": False},
        "trainer_config": {"num_train_epochs": 6, "fp16": True, "learning_rate": 5e-3},
        "max_length": 64,
    }
    causal = {**TEXT, "baseModel": "config:gpt-small"}
    write_job(root, text_rows(TOPICS[:3]), CONCEPTS[:3], published, **causal)

    code, log = run_job(root)

    assert code == 0 and "config:gpt-small" in log, log
    assert "not quantised to 4 bits" in log and "of them trained" in log
    metrics = metrics_of(root)
    assert metrics["heldOut"]["accuracy"] > metrics["trivial"]["accuracy"] + 0.15, metrics
    rows = [row for row in text_rows(TOPICS[:3]) if row["split"] == "test"]
    outputs = load_predictor(root / "model").predict([{"text": row["text"]} for row in rows])
    named = [output["concepts"][0]["id"] for output in outputs]
    right = sum(name == row["concepts"][0]["id"] for name, row in zip(named, rows, strict=True))
    assert right / len(rows) == metrics["heldOut"]["accuracy"]


@pytest.mark.parametrize("extra", [{}, {"peft_config": LORA}])
def test_a_killed_job_ends_in_bitwise_the_same_weights_dropout_included(tmp_path, extra):
    settings = {"batch_size": 8, "num_epochs": 3, "lrate": 1e-3, **extra}
    roots = [tmp_path / "whole", tmp_path / "killed"]
    for root in roots:
        write_job(root, text_rows(TOPICS[:3]), CONCEPTS[:3], settings, **TEXT)
    assert run_job(roots[0])[0] == 0

    process = start_job(roots[1])
    # The first checkpoint comes after step 21 of 63.
    until(lambda: steps_done(roots[1]) >= 26, process)
    process.kill()
    process.join()
    code, log = run_job(roots[1])

    assert code == 0 and "resumed from" in log and "best epoch" in log
    assert weights_of(roots[0]) == weights_of(roots[1])


def test_the_exported_tokenizer_loads_offline_and_cuts_to_the_trained_length(trained_text):
    tokenizer = AutoTokenizer.from_pretrained(trained_text[0] / "checkpoints/export")

    assert len(tokenizer("word " * 999, truncation=True)["input_ids"]) == 256
    pieces = tokenizer.convert_ids_to_tokens(tokenizer("Breast cancer")["input_ids"])
    assert pieces[0] == "[CLS]" and pieces[-1] == "[SEP]" and "[UNK]" not in pieces


@pytest.mark.parametrize(
    "hyperparameters",
    [
        {"trainer_config": {"fp32": True}},
        {"trainer_config": []},
        {"model_config": {"problem_type": "regression"}},
        {"peft_config": {"r": -1}},
        {"quantization_config": {"bits": 4}},
        {"quantization_config": {"bits": 5}, "peft_config": LORA},
        {"tokenizer_config": {"model_max_length": 1}},
    ],
)
def test_hyperparameters_nobody_knows_are_the_platforms_fault(root, hyperparameters):
    write_job(root, text_rows(TOPICS[:2])[:20], CONCEPTS[:2], hyperparameters, **TEXT)

    assert run_job(root)[0] == 1

    failure = failure_of(root)
    assert failure["code"] in ("hyperparameter-unknown", "hyperparameter-invalid")
    assert json.dumps(list(hyperparameters))[2:8] in failure["message"]
