"""Every hyperparameter that a recipe knows changes what a job ends with; what it accepts without
effect does not."""

import copy
import shutil

import pytest
import torch
from effect_cases import ADAPTERS, CASES, IDLE, ON_A_GPU
from effect_jobs import BASES, EffectJobs, outcome_of
from jobs import run_jobs
from transformers import AutoConfig, AutoModelForCausalLM

from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.entry import load_recipe
from deeptune_trainer.settings.text_settings import text_settings


def with_value(hyperparameters, name, value):
    """A copy in which `name`, inside of a JSON-typed one where it has a dot, has the value."""
    changed = copy.deepcopy(hyperparameters)
    outer, _, inner = name.partition(".")
    if inner:
        changed.setdefault(outer, {})[inner] = value
    else:
        changed[outer] = value
    return changed


@pytest.fixture(params=sorted(BASES), scope="module")
def jobs(request, tmp_path_factory):
    """The EffectJobs of one recipe, the plain one done."""
    made = EffectJobs(request.param, tmp_path_factory.mktemp(request.param))
    plain = made.root_of(made.base)
    run_jobs([plain])
    made.outcomes[plain] = outcome_of(plain)
    made.base_model = base_model_from(plain / "checkpoints/export", made.folder / "base")
    yield made
    shutil.rmtree(made.folder)


def base_model_from(export, folder):
    """The export as a base model; a language model's attention gets biases, as many on the hub
    have, so that peft_config.bias has something to train."""
    config = AutoConfig.from_pretrained(export)
    if config.model_type != "llama":
        return export
    shutil.copytree(export, folder)
    config.attention_bias = True
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    return folder


def test_each_hyperparameter_changes_the_outcome(jobs):
    pairs = {}
    for name, case in CASES[jobs.recipe].items():
        without = jobs.base | case.given
        roots = [without, with_value(without, name, case.value)]
        pairs[name] = [jobs.root_of(each, case.pretrained, case.amount) for each in roots]

    jobs.run(root for pair in pairs.values() for root in pair)

    ends = jobs.outcomes
    same = [name for name, (a, b) in pairs.items() if ends[a] == ends[b]]
    assert same == [], "these change nothing"


def test_no_hyperparameter_is_left_out(jobs):
    known = set(load_recipe(jobs.recipe).HYPERPARAMETERS)

    shown = set(CASES[jobs.recipe])
    shown |= set(ON_A_GPU) if jobs.recipe.startswith("text") else set()

    assert shown == known


def test_what_has_no_effect_or_is_the_default_leaves_the_outcome_as_it_is(jobs):
    idle = getattr(load_recipe(jobs.recipe), "WITHOUT_EFFECT", [])
    is_text = jobs.recipe.startswith("text")
    plain = jobs.base | (ADAPTERS | {"quantization_config": {"bits": 4}} if is_text else {})
    changed = plain | {"seed": -1}
    for name in idle:
        changed = with_value(changed, name, IDLE[name])

    roots = [jobs.root_of(each) for each in (plain, changed)]
    jobs.run(roots)

    assert jobs.outcomes[roots[0]] == jobs.outcomes[roots[1]]


@pytest.mark.parametrize("recipe", ["text_classifier", "text_to_text"])
@pytest.mark.parametrize("name", ON_A_GPU)
def test_what_a_gpu_or_a_lack_of_memory_decides_reaches_the_settings(
    tmp_path, monkeypatch, recipe, name
):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    made, module = EffectJobs(recipe, tmp_path), load_recipe(recipe)
    known = [*module.HYPERPARAMETERS, *module.WITHOUT_EFFECT]
    plain = ADAPTERS | {"quantization_config": {"bits": 4}}

    roots = [made.root_of(each) for each in (plain, with_value(plain, name, ON_A_GPU[name]))]

    before, after = (text_settings(read_job(Paths(root)), known) for root in roots)
    assert before != after
