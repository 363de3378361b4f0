"""Training that diverges, memory that runs out, pickles that wait in a checkpoint."""

import logging
import pickle

import pytest
from digits import concepts, rows
from faults import Bomb, out_of_memory
from jobs import digests_of, failure_of, run_job, write_job

from deeptune_trainer.contract.failures import UserFault
from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.stop import StopSignal
from deeptune_trainer.contract.training_log import start_log
from deeptune_trainer.data.batches import EpochBatches, ImageInputs, stack
from deeptune_trainer.data.dataset import read_dataset
from deeptune_trainer.data.images import Preprocessing
from deeptune_trainer.device.compute import seed_all
from deeptune_trainer.loop.checkpoints import newest_complete
from deeptune_trainer.loop.optimization import Optimization
from deeptune_trainer.loop.training import TrainingRun, train_model
from deeptune_trainer.models.base.architectures import head_of, image_classifier
from deeptune_trainer.models.classification import classification_loss


@pytest.fixture
def training_run(root, objects):
    """A function (loss) -> TrainingRun of 24 steps on 64 digits."""
    write_job(root, rows(64, 8), concepts(range(10)), {"image_size": 8}, objects)
    paths = Paths(root)
    job = read_job(paths)
    start_log(paths.training_log)

    def build(loss):
        seed_all(7)
        data = read_dataset(job, paths, "image", False)
        model = image_classifier(job, paths, False, (8,))
        return TrainingRun(
            job=job,
            paths=paths,
            stop=StopSignal(),
            model=model,
            head=head_of(model)[1],
            inputs=ImageInputs(data.train, paths, Preprocessing((8,)), 10),
            collate=stack,
            batches=EpochBatches(64, 16, 7),
            plan=Optimization(batch_size=16, epochs=6, learning_rate=1e-3),
            loss=loss,
        )

    yield build
    logging.getLogger("deeptune").handlers.clear()  # they write to this test's captured stdout


def failing_at(step, failure, times=1):
    """The usual loss, with `failure(loss)` instead at call number `step` and the calls after it,
    `times` times."""
    usual, calls = classification_loss(False), []

    def loss(logits, targets):
        calls.append(None)
        value = usual(logits, targets)
        return failure(value) if step <= len(calls) < step + times else value

    return loss


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_ends_the_training_and_keeps_the_last_good_checkpoint(
    training_run, bad
):
    run = training_run(failing_at(19, lambda loss: loss * bad, times=99))

    with pytest.raises(UserFault) as caught:
        train_model(run)

    assert caught.value.code == "training-diverged"
    _, manifest = newest_complete(run.paths.checkpoints, run.job.identity)
    # How often it saves depends on the machine; never what came after the bad loss.
    assert 0 < manifest["step"] < 19


def test_an_absurd_learning_rate_is_the_users_fault(objects, root):
    hyperparameters = {"image_size": 8, "num_epochs": 2, "lrate": 1e30, "momentum": 0.9}
    write_job(root, rows(64, 8), concepts(range(10)), hyperparameters, objects)

    assert run_job(root)[0] == 2

    assert failure_of(root)["code"] == "training-diverged"
    assert not (root / "checkpoints/export").exists() and not (root / "model").exists()


def test_when_memory_runs_out_the_batch_is_halved_once_and_the_steps_stay_the_same(training_run):
    run = training_run(failing_at(11, out_of_memory))

    outcome = train_model(run)

    assert outcome.steps == 24 and run.batches.splits == 2
    assert run.batches.epoch == 5, "every epoch has an order of its own"
    assert "out of memory" in run.paths.training_log.read_text()


def test_memory_that_runs_out_again_is_told_to_the_user(training_run):
    run = training_run(failing_at(3, out_of_memory, times=99))

    with pytest.raises(UserFault) as caught:
        train_model(run)

    assert caught.value.code == "out-of-memory"


def test_a_halved_batch_learns_the_same_as_a_whole_one_but_for_rounding_and_normalisation(
    training_run,
):
    losses = []
    for splits in (1, 2):
        run = training_run(classification_loss(False))
        run.batches.splits = splits
        train_model(run)
        batch = stack([run.inputs[i] for i in range(64)])
        logits = run.model.eval()(batch["pixel_values"]).logits
        losses.append(run.loss(logits, batch["labels"]).item())
        for old in run.paths.checkpoints.glob("checkpoint-*/*"):
            old.unlink()

    assert losses[1] == pytest.approx(losses[0], rel=0.25)


def test_pickles_beside_a_checkpoints_files_are_never_opened(objects, root):
    hyperparameters = {"image_size": 8, "num_epochs": 3}
    write_job(root, rows(64, 8), concepts(range(10)), hyperparameters, objects)
    assert run_job(root)[0] == 0
    before = digests_of(root / "checkpoints/export")["model.safetensors"]
    mark = root / "mark"
    bomb = pickle.dumps(Bomb(mark))
    for checkpoint in (root / "checkpoints").glob("checkpoint-*"):
        for name in ("optimizer.pt", "scheduler.pt", "rng_state.pth", "training_args.bin"):
            (checkpoint / name).write_bytes(bomb)
        (checkpoint / "pytorch_model.bin").write_bytes(bomb)
    (root / "checkpoints/export/manifest.json").unlink()

    code, log = run_job(root)

    assert code == 0 and "resumed from" in log and not mark.exists()
    assert digests_of(root / "checkpoints/export")["model.safetensors"] == before
