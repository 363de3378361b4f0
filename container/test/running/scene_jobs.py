"""Jobs of detectors and segmenters on scenes of real digits: a parent, a child, a killed one."""

import signal

from jobs import digests_of, progress_of, run_job, run_jobs, start_job, write_job
from scenes import concepts, new_marks_alone, rows
from waiting import steps_done, until

DETECTOR = {
    "modelType": "visual-detector",
    "recipe": "visual_detector",
    "baseModel": "config:detr-small",
}
SEGMENTER = {
    "modelType": "visual-segmenter",
    "recipe": "visual_segmenter",
    "baseModel": "config:segformer-small",
}
DETECTOR_SETTINGS = {"image_size": [64], "batch_size": 8, "per_item_lrate": 2.5e-4}
SEGMENTER_SETTINGS = {"image_size": [64], "batch_size": 8, "per_item_lrate": 3.75e-4}
CHILD = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}


def run_parent(root, objects, settings, job, shapes=("box", "mask")):
    """Trains on the scenes without a 3; returns `root`."""
    chosen = rows(wanted=lambda digits: 3 not in digits, shapes=shapes)
    write_job(root, chosen, concepts(range(3)), settings, objects, **job)
    return finished(root)


def run_child(root, objects, parent, settings, job):
    """Trains a child that adds the 3, with a replay sample; its concepts come in another order.
    Returns `root`."""
    # A tenth of these chooses the best epoch: 100 new and 60 old ones are learned from.
    fresh = rows(111, wanted=lambda digits: 3 in digits)
    replay = rows(67, wanted=lambda digits: 3 not in digits, origin="replay")
    shuffled = concepts([2, 3, 0, 1])
    write_job(root, fresh + replay, shuffled, settings, objects, parent, **job, **CHILD)
    return finished(root)


def run_on_new_marks_alone(folder, objects, parent, settings, job):
    """Two children on scenes of which only the 3 is marked, and nothing of what the parent knows:
    the roots of one that is held to its parent, and of one that is not."""
    roots = [folder / "held", folder / "free"]
    for root, weight in zip(roots, ({}, {"distillation_weight": 0}), strict=True):
        chosen = {**settings, **weight}
        write_job(root, new_marks_alone(), concepts(), chosen, objects, parent, **job, **CHILD)
    run_jobs(roots)
    return roots


def finished(root):
    """Runs the job to its end; returns `root`."""
    code, log = run_job(root)
    assert code == 0, log
    return root


# 101 scenes are learned from and 11 choose the best epoch: 7 steps an epoch.
SURVIVING = {"batch_size": 16}


def assert_survives_kill_and_stop(folder, objects, settings, job, auto_class):
    """A job that is killed, started again, stopped with SIGTERM, and started again ends in bitwise
    the weights of one that was left alone; what the stop leaves behind loads."""
    whole, killed, settings = folder / "whole", folder / "killed", settings | SURVIVING
    for root in (whole, killed):
        write_job(root, rows(112, 6), concepts(), settings, objects, **job)
    run_jobs([whole])

    process = start_job(killed)
    until(lambda: steps_done(killed) >= 9, process)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    process = start_job(killed)
    until(lambda: steps_done(killed) >= 13, process)
    process.terminate()
    process.join()
    assert process.exitcode == 0 and progress_of(killed)[-1]["stage"] == "stopped"
    auto_class.from_pretrained(killed / "checkpoints/export")
    assert "was stopped" in (killed / "model/README.md").read_text()
    code, log = run_job(killed)

    assert code == 0 and log.count("resumed from") == 2 and "best epoch" in log, log
    digests = [digests_of(root / "checkpoints/export") for root in (whole, killed)]
    assert digests[0]["model.safetensors"] == digests[1]["model.safetensors"]
