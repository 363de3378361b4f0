"""Two methods that learn classes without any gradient step, on what the first step's model makes of an input before its head, as in
the paper (its first session adapts the backbone, which is frozen from then on).

class means   the nearest mean of a class by cosine (NCM)
RanPAC        a ridge head on random projections of the features (McDonnell et al. 2023, arXiv 2307.02251): ReLU of M projections, Gram
              matrix and class sums grow with each step, the ridge is chosen among powers of ten by a fifth of the step's rows

Neither keeps any input of earlier steps: what a step adds is added to the sums. Rows are those of streams.py, train and exam.
"""

import time

import torch
from deeptune_trainer.models.base.architectures import head_of
from deeptune_trainer.predictors.predictor import decoded_input, load_predictor
from exam import asked, exam_rows

PROJECTIONS = 2000
RIDGES = [10.0**power for power in range(-4, 7)]


def methods(export, path):
    """{"featureSeconds", "steps": [{"means": {...}, "ranpac": {...}}]}: for each method and step the answers to the exam, and the
    seconds of learning that step, those of its features with them."""
    predictor = load_predictor(export)
    train, exam = exam_rows(path, "train"), exam_rows(path)
    labels = sorted({row["label"] for row in train})
    asked_features, _ = features(predictor, exam)
    learners = {"means": Means(), "ranpac": RanPac(asked_features.shape[1])}
    steps = []
    for step in range(1 + max(row["step"] for row in train)):
        rows = [row for row in train if row["step"] == step]
        known, passed = features(predictor, rows)
        targets = torch.tensor([labels.index(row["label"]) for row in rows])
        steps.append({})
        for name, learner in learners.items():
            began, worked = time.monotonic(), time.process_time()
            learner.learn(known, targets, len(labels))
            seconds = time.monotonic() - began + passed["seconds"]
            work = time.process_time() - worked + passed["work"]
            chosen = learner.scores(asked_features).argmax(1).tolist()
            facts = {"seconds": seconds, "workSeconds": work}
            steps[-1][name] = {"answers": [labels[i] for i in chosen], **facts}
    return {"steps": steps}


@torch.inference_mode()
def features(predictor, rows):
    """([n, d] what goes into the head for each row, the seconds that it took)."""
    began, worked = time.monotonic(), time.process_time()
    caught = []
    head = head_of(predictor.model)[1]
    handle = head.register_forward_pre_hook(
        lambda _, inputs: caught.append(inputs[0].flatten(1))
    )
    prepared = [predictor.prepare(decoded_input(asked(row))) for row in rows]
    for start in range(0, len(prepared), predictor.batch_size):
        predictor.answer(prepared[start : start + predictor.batch_size])
    handle.remove()
    took = {"seconds": time.monotonic() - began, "work": time.process_time() - worked}
    return torch.cat(caught).float(), took


class Means:
    """The nearest mean of a class."""

    def __init__(self):
        self.sums, self.counts = None, None

    def learn(self, known, targets, classes):
        """Adds the rows to the means."""
        unit = torch.nn.functional.normalize(known)
        hot = torch.nn.functional.one_hot(targets, classes).float()
        if self.sums is None:
            self.sums, self.counts = (
                torch.zeros(classes, known.shape[1]),
                torch.zeros(classes),
            )
        self.sums += hot.T @ unit
        self.counts += hot.sum(0)

    def scores(self, asked_features):
        """[n, classes]; a class that was never seen is never chosen."""
        means = torch.nn.functional.normalize(self.sums)
        found = torch.nn.functional.normalize(asked_features) @ means.T
        return found.masked_fill(self.counts == 0, -2.0)


class RanPac:
    """A ridge head on random projections."""

    def __init__(self, width):
        chance = torch.Generator().manual_seed(0)
        self.projection = torch.randn(width, PROJECTIONS, generator=chance)
        self.gram = torch.zeros(PROJECTIONS, PROJECTIONS)
        self.sums = None

    def learn(self, known, targets, classes):
        """Adds the rows to the sums and solves for the head."""
        projected = torch.relu(known @ self.projection)
        hot = torch.nn.functional.one_hot(targets, classes).float()
        if self.sums is None:
            self.sums, self.seen = (
                torch.zeros(PROJECTIONS, classes),
                torch.zeros(classes),
            )
        self.seen += hot.sum(0)
        fifth = torch.arange(len(targets)) % 5 == 4
        gram = self.gram + projected[~fifth].T @ projected[~fifth]
        sums = self.sums + projected[~fifth].T @ hot[~fifth]
        ridge = self.best_ridge(gram, sums, projected[fifth], hot[fifth])
        self.gram += projected.T @ projected
        self.sums += projected.T @ hot
        self.head = solved(self.gram, self.sums, ridge)

    def best_ridge(self, gram, sums, projected, hot):
        """The ridge whose head has the least squared error on the rows kept apart."""
        # One decomposition serves all ridges.
        values, vectors = torch.linalg.eigh(gram)
        turned, seen = vectors.T @ sums, projected @ vectors
        errors = [
            (
                (seen @ (turned / (values.clamp(min=0) + ridge)[:, None]) - hot) ** 2
            ).mean()
            for ridge in RIDGES
        ]
        return RIDGES[int(torch.stack(errors).argmin())]

    def scores(self, asked_features):
        """[n, classes]."""
        found = torch.relu(asked_features @ self.projection) @ self.head
        return found.masked_fill(self.seen == 0, float("-inf"))


def solved(gram, sums, ridge):
    """The ridge head."""
    return torch.linalg.solve(gram + ridge * torch.eye(len(gram)), sums)
