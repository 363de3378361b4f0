"""visual-anomaly-heatmap: PatchCore (Roth et al. 2022, arXiv:2106.08265). It remembers what patches
of normal images look like; what is far from all of them is an anomaly. Read it from top to bottom.
"""

import time

from ..contract.failures import UserFault
from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log, log_evaluation, log_model
from ..data.anomaly_data import AnomalyImages, read_anomaly_rows
from ..data.augmentation import EpochKeyBatches
from ..data.images import preprocessing_for
from ..device.compute import prepare_compute, seed_all
from ..export.artifact import finish
from ..loop.build_bank import BankRun, bank_state, build_bank, patches_per_image
from ..loop.checkpoints import newest_complete
from ..loop.optimization import Optimization
from ..loop.times import since, times
from ..loop.training import TrainingOutcome, TrainingRun, train_model
from ..loop.training_state import read_weights
from ..metrics.anomaly.anomaly_judgement import judge_by_mean_image, judge_rows, mean_patch_bank
from ..metrics.anomaly.anomaly_report import calibration_of, comparison, report
from ..models.classification import classification_loss
from ..models.incremental import read_parent
from ..models.patchcore.anomaly_artifact import AnomalyModel, anomaly_concepts, read_anomaly_model
from ..models.patchcore.coreset import MAX_PATCHES
from ..models.patchcore.cut_paste import CutPasteInputs, CutPasteModel, merged
from ..models.patchcore.memory_bank import MemoryBank
from ..models.patchcore.patch_features import patch_backbone
from ..settings.anomaly_settings import VALUES, AnomalySettings, read_settings

HYPERPARAMETERS = [*VALUES, "anomalib_config_json"]
MAX_CALIBRATION_ROWS = 200


def train(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Trains, evaluates and exports the job below `paths`. Raises TrainingFault."""
    progress = Progress(paths.progress)

    # Settings
    s = read_settings(job, HYPERPARAMETERS)

    # Data: normal images to remember, all others only to measure
    data = read_anomaly_rows(job, paths)
    normal = sum(row.is_normal for row in data.test)
    log(
        f"data: {len(data.train)} normal images to remember; held out: {normal} normal, "
        f"{len(data.test) - normal} anomalous"
    )

    # Model: a frozen backbone; a child's is its parent's, or their memories could not be compared
    device = prepare_compute(job.base_model)
    seed_all(s.seed)
    parent = read_parent(job, paths)
    checkpoint = newest_complete(paths.checkpoints, job.identity)
    known = read_anomaly_model(parent.folder, device) if parent else None
    if known:
        refuse_other_features(s, known)
        backbone, layers, preprocessing = known.backbone, known.layers, known.preprocessing
    else:
        layers = s.layers
        backbone = patch_backbone(job, paths, layers, s.pretrained)
        preprocessing = preprocessing_for(job, paths, None, s.size)
    model = CutPasteModel(backbone).to(device)
    log_model(job, parent, backbone)

    # Inputs and steps: those of the pretext task, then one for each patch that is remembered
    images = AnomalyImages(data.train, paths, preprocessing)
    held_out = AnomalyImages(data.test, paths, preprocessing)
    batches = EpochKeyBatches(len(images), s.batch_size, s.seed)
    pretext_epochs = 0 if known else s.pretext_epochs
    pretext_steps = pretext_epochs * batches.steps_per_epoch
    fresh = sum(row.origin != "replay" for row in data.train) if known else len(images)
    patches = min(MAX_PATCHES, fresh * patches_per_image(backbone, images, layers))
    picks = max(1, round(s.ratio * patches))
    total = pretext_steps + picks

    # Before training: the parent, or no more than the mean patch of an untrained backbone
    before = known.memory if known else mean_patch_bank(backbone, layers, images)
    untrained = judge_rows(backbone, layers, before, held_out, stop.evaluation_is_over)
    setup_seconds = since(stop.started)
    log(
        f"setup took {setup_seconds:.1f} s; {pretext_steps} steps of telling altered images, "
        f"{picks} patches to remember"
    )
    if checkpoint is None:
        progress.truncate_after(-1)
        progress.write("setup", 0, total, seconds=0.0, metric=untrained.image_auroc())

    # Pretext task: teaches a backbone without pretrained weights what damage looks like
    state = bank_state(checkpoint)
    if state is not None and checkpoint is not None:
        folder, manifest = checkpoint
        read_weights(folder, model)
        progress.truncate_after(manifest["step"])
        clock.go_on_from(manifest)
        seconds = manifest["trainedSeconds"], manifest["savedSeconds"]
        outcome = TrainingOutcome(pretext_steps, False, *seconds)
    elif pretext_steps:
        run = TrainingRun(
            job=job,
            paths=paths,
            stop=stop,
            model=model,
            head=model.head,
            inputs=CutPasteInputs(images, s.seed),
            collate=merged,
            batches=batches,
            plan=Optimization(s.batch_size, pretext_epochs, s.rate),
            loss=classification_loss(True),
            checkpoint=checkpoint,
            has_fixed_shapes=True,
            later_steps=picks,
        )
        outcome = train_model(run)
    else:
        outcome = TrainingOutcome(0, False, 0.0, 0.0)

    # Memory
    bank, outcome = build_bank(
        BankRun(
            job=job,
            paths=paths,
            stop=stop,
            model=model,
            images=images,
            layers=layers,
            picks=picks,
            seed=s.seed,
            bank=known.memory.bank if known else None,
            before=outcome,
        ),
        state,
    )
    memory = MemoryBank(bank, s.neighbours)

    # Evaluation
    progress.write("evaluation", outcome.steps, total, seconds=round(outcome.train_seconds, 3))
    began = time.monotonic()
    judgement = judge_rows(backbone, layers, memory, held_out, stop.evaluation_is_over)
    calibration = calibration_of(judgement)
    if calibration is None:
        log("no held-out normal image: calibrated on what is remembered, so alarms come too often")
        some = AnomalyImages(data.train[:MAX_CALIBRATION_ROWS], paths, preprocessing)
        calibration = calibration_of(judge_rows(backbone, layers, memory, some))
    assert calibration is not None  # what is remembered is normal
    trivial = judge_by_mean_image(images, held_out, stop.evaluation_is_over)
    metrics = report(judgement, untrained, trivial, calibration, data.counts)
    if known:
        metrics |= comparison(judgement, untrained, memory, known.memory)
    metrics |= times(stop, outcome, setup_seconds, since(began), s.batch_size)
    # A step is a batch of the pretext task or one patch, so that steps say nothing of images.
    metrics["inputsPerSecond"] = len(images) / max(1e-9, outcome.train_seconds)
    log_evaluation(metrics)

    # Export
    concepts = anomaly_concepts(job)
    trained = AnomalyModel(backbone, layers, memory, preprocessing, calibration, concepts)
    finish(job, paths, progress, outcome, total, trained.write, metrics)


def refuse_other_features(settings: AnomalySettings, known: AnomalyModel) -> None:
    """UserFault where a child asks for another size or other layers than its parent's: its patches
    could not be compared with those in memory."""
    if settings.size != known.preprocessing.size or settings.layers != known.layers:
        size, layers = list(known.preprocessing.size), [n[5:] for n in known.layers]
        text = f"image_size and layers must stay the parent's: {size}, layers {', '.join(layers)}"
        raise UserFault("hyperparameter-of-parent", text)
