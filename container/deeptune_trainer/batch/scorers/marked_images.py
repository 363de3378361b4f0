"""What the scorers of detectors and segmenters have in common: images whose objects are marked."""

from collections.abc import Sequence
from typing import Any

from ...contract.batch_job import BatchJob
from ...contract.paths import Paths
from ...data.regions import RegionRow, is_background, marked_regions, positives_of
from ...metrics.figures import figures_of_report
from ..scorer import present_groups


class MarkedImages:
    """Rows with a region of a known concept, or that say that there is none."""

    min_concepts = 1

    def __init__(self, job: BatchJob, paths: Paths) -> None:
        self.paths = paths
        self.ids = [concept.id for concept in job.concepts]
        self.index = {concept_id: place for place, concept_id in enumerate(self.ids)}

    def is_measured(self, entry: dict[str, Any]) -> bool:
        if entry["object"] is None:
            return False
        if entry.get("regions"):
            return any(positives_of(raw, self.index) for raw in entry["regions"])
        return is_background(entry, self.index)

    def groups_of(self, entry: dict[str, Any]) -> set[str]:
        regions = entry.get("regions") or ()
        return {self.ids[place] for raw in regions for place in positives_of(raw, self.index)}

    def required_groups(self, counts: Any) -> Any:
        return present_groups(self.ids, counts, self.min_concepts)

    def begin(self, numbers: Sequence[int]) -> None:
        pass

    def truth(self, entry: dict[str, Any]) -> RegionRow:
        """A RegionRow."""
        regions = marked_regions(entry, self.index, self.paths)
        origin = entry.get("origin", "new")
        return RegionRow(entry["id"], entry["object"], regions, entry["split"], origin)

    def label(self, truth: RegionRow) -> dict[str, Any]:
        regions = [
            {"box": list(r.box), "concepts": [self.ids[place] for place in r.positives]}
            for r in truth.regions
        ]
        return {"regions": regions}

    def late_scores(self, columns: dict[str, Any], numbers: Any) -> None:
        return None

    def figures(
        self, columns: dict[str, Any], report: dict[str, Any], ids: Sequence[str]
    ) -> dict[str, Any]:
        return figures_of_report(report)
