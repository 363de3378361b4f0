"""A small trained model of every recipe."""

import pytest
from effect_jobs import BASES, EffectJobs
from jobs import run_job

from deeptune_trainer.batch.scorer import MODULES


@pytest.fixture(scope="session")
def trained_roots(tmp_path_factory):
    """recipe -> the root of a finished training, trained when it is first asked for."""
    roots = {}

    def root_of(recipe):
        if recipe not in roots:
            folder = tmp_path_factory.mktemp(f"trained-{recipe}")
            root = EffectJobs(recipe, folder).root_of(BASES[recipe][1])
            code, log = run_job(root)
            assert code == 0, log
            roots[recipe] = root
        return roots[recipe]

    return root_of


@pytest.fixture(scope="session", params=sorted(MODULES))
def trained_model(request, trained_roots):
    """The root of a finished training, of each recipe."""
    return trained_roots(request.param)
