"""README.md of the model artifact, in the Hugging Face model card's form."""

from typing import Any

from ..contract.job import Job
from ..contract.training_log import best_epoch_text

INTERVAL_METHODS = {
    "wilson": "Wilson's score interval (1927)",
    "hanley-mcneil": "Hanley and McNeil's variance (1982), solved as by Newcombe (2006, method 5)",
    "bootstrap": "percentile bootstrap (Efron and Tibshirani 1993), 1,000 draws from a fixed seed",
}


def model_card(job: Job, metrics: dict[str, Any], outcome: dict[str, Any]) -> str:
    """README.md of the artifact, in the Hugging Face model card's form."""
    held_out = metrics["heldOut"]
    lines = ["---", "library_name: transformers", f"tags: [deeptune, {job.model_type}]", "---", ""]
    lines += [f"# Model version {job.model_version_id}", ""]
    if outcome["stopped"]:
        lines += [
            f"Training was stopped after step {outcome['step']}; this model is not fully trained.",
            "",
        ]
    lines += ["| | |", "|---|---|"]
    facts = {
        "Model type": job.model_type,
        "Template": job.template,
        "Base model": job.base_model,
        "Parent version": job.parent_version_id or "none",
        "Dataset version": job.dataset_version_id,
        "Dataset digest": job.dataset_digest,
        "Seed": job.seed,
        "Training steps": outcome["step"],
        **epoch_facts(metrics),
        "Held-out inputs": held_out["count"],
        **measured("Held-out", held_out),
        **measured("Before training:", metrics["untrained"]),
        **measured("Trivial answer:", metrics["trivial"]),
    }
    lines += [f"| {name} | {value} |" for name, value in facts.items()]
    lines += ["", f"On held-out data: {metrics['verdict']['text']}.", *interval_source(metrics)]
    lines += parent_lines(job, metrics)
    lines += ["", "Concepts: " + ", ".join(f"`{c.id}`" for c in job.concepts), ""]
    return "\n".join(lines)


def parent_lines(job: Job, metrics: dict[str, Any]) -> list[str]:
    """What a version that went on from another says of that: where both are compared, which is
    after this card is written, and what only the trainer knows."""
    if not job.parent_version_id:
        return []
    lines = [
        f"It went on from version {job.parent_version_id}. How both answer the same held-out"
        " inputs, and whether it takes its parent's place, stands in the version's gate, not in"
        " this folder."
    ]
    if taken := metrics.get("takenOver"):
        unit = "pixels" if job.recipe == "visual_segmenter" else "objects"
        lines.append(
            "What new images do not mark of old concepts was taken over from the parent:"
            f" {taken['count']} {unit} on {taken['inputs']} images."
        )
    if gallery := metrics.get("gallery"):
        lines.append(f"Gallery: {gallery['text']}.")
    return ["", " ".join(lines)]


def epoch_facts(metrics: dict[str, Any]) -> dict[str, str]:
    """Which epoch's weights these are; nothing for a recipe without epochs to choose from."""
    chosen = metrics["bestEpoch"]
    return {"Epoch": best_epoch_text(chosen)} if chosen else {}


def interval_source(metrics: dict[str, Any]) -> list[str]:
    """A line that names the method of the interval; none where there is no interval."""
    method = metrics["verdict"]["method"]
    return [f"The interval's method: {INTERVAL_METHODS[method]}."] if method else []


def measured(whose: str, numbers: dict[str, Any]) -> dict[str, str]:
    """The single numbers among metrics, named as in metrics.json; lists and tables stay there."""
    single = {k: v for k, v in numbers.items() if v is None or isinstance(v, int | float)}
    return {f"{whose} {name}": shown(value) for name, value in single.items() if name != "count"}


def shown(number: float | None) -> str:
    """The metric as text."""
    return "not measured" if number is None else f"{number:.4f}"
