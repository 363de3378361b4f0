"""What the control plane's catalog publishes is what the recipes take: every template has a recipe,
a base model, and hyperparameters of which each is known to the recipe."""

import importlib.util
import json
import subprocess
from pathlib import Path

import pytest
from effect_jobs import BASES
from jobs import write_job

from deeptune_trainer.contract.failures import UserFault
from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.stop import StopSignal
from deeptune_trainer.entry import load_recipe

REPOSITORY = Path(__file__).parents[3]
NODE, SCRIPT = "node_modules/.bin/node", "test/core/catalog/hyperparameters/recipe-names.ts"
DONE = subprocess.run([NODE, SCRIPT], cwd=REPOSITORY, capture_output=True, check=True)
TEMPLATES = json.loads(DONE.stdout)


def idle_names(recipe):
    """What the recipe accepts without effect."""
    return set(getattr(load_recipe(recipe), "WITHOUT_EFFECT", []))


def each_template():
    """pytest's parameters: every template of every trainable model type."""
    ids = [f"{each['modelType']}-{each['template']}" for each in TEMPLATES]
    return pytest.mark.parametrize("template", TEMPLATES, ids=ids)


def test_the_catalog_has_all_model_types_that_have_a_recipe():
    assert {each["recipe"] for each in TEMPLATES} == set(BASES)
    assert len(TEMPLATES) > 40


@each_template()
def test_every_template_has_a_recipe_a_predictor_and_a_named_base_model(template):
    module = f"deeptune_trainer.predictors.{template['recipe']}"

    assert load_recipe(template["recipe"]).train
    assert importlib.util.find_spec(module)
    starts_from_nothing = template["template"].endswith("_Small")
    assert ("id" in template["baseModel"]) != starts_from_nothing
    assert template["baseModel"]["small"]


@each_template()
def test_the_recipe_knows_every_hyperparameter(template):
    with_effect = set(load_recipe(template["recipe"]).HYPERPARAMETERS)
    idle = idle_names(template["recipe"])

    for field in template["hyperparameters"]:
        known = idle if field["hasNoEffect"] else with_effect
        assert field["name"] in known, field
        assert not field["hasNoEffect"] or "ithout effect" in field["description"], field


@pytest.mark.parametrize("recipe", sorted(BASES))
def test_nothing_is_accepted_without_effect_that_the_catalog_does_not_mark_so(recipe):
    fields = [f for each in TEMPLATES if each["recipe"] == recipe for f in each["hyperparameters"]]

    assert idle_names(recipe) == {field["name"] for field in fields if field["hasNoEffect"]}


@each_template()
@pytest.mark.parametrize("scheme", ["config", "hub"])
def test_the_recipe_takes_the_defaults_of_every_template(root, template, scheme):
    """Settings are read before data, and there is none: any complaint about a hyperparameter would
    come first."""
    base_model = template["baseModel"]
    name = base_model["small"] if scheme == "config" else base_model.get("id")
    if name is None:
        return  # there are no weights to start from, so that no job does
    job = {"recipe": template["recipe"], "modelType": template["modelType"]}
    job["baseModel"] = f"{scheme}:{name}"
    write_job(root, [], [{"id": "a", "name": "A"}], template["defaults"], **job)

    with pytest.raises(UserFault) as caught:
        load_recipe(template["recipe"]).train(read_job(Paths(root)), Paths(root), StopSignal())

    assert caught.value.code == "no-training-data"
