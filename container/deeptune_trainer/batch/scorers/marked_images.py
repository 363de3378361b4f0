"""What the scorers of detectors and segmenters have in common: images whose objects are marked."""

from ...data.regions import RegionRow, is_background, marked_regions, positives_of
from ...metrics.figures import figures_of_report


class MarkedImages:
    """Rows with a region of a known concept, or that say that there is none."""

    min_concepts = 1

    def __init__(self, job, paths):
        self.paths = paths
        self.ids = [concept.id for concept in job.concepts]
        self.index = {concept_id: place for place, concept_id in enumerate(self.ids)}

    def is_measured(self, entry):
        if entry["object"] is None:
            return False
        if entry.get("regions"):
            return any(positives_of(raw, self.index) for raw in entry["regions"])
        return is_background(entry, self.index)

    def groups_of(self, entry):
        regions = entry.get("regions") or ()
        return {self.ids[place] for raw in regions for place in positives_of(raw, self.index)}

    def required_groups(self, counts):
        return self.ids

    def begin(self, numbers):
        pass

    def truth(self, entry):
        """A RegionRow."""
        regions = marked_regions(entry, self.index, self.paths)
        origin = entry.get("origin", "new")
        return RegionRow(entry["id"], entry["object"], regions, entry["split"], origin)

    def label(self, truth):
        regions = [
            {"box": list(r.box), "concepts": [self.ids[place] for place in r.positives]}
            for r in truth.regions
        ]
        return {"regions": regions}

    def late_scores(self, columns, numbers):
        return None

    def figures(self, columns, report, ids):
        return figures_of_report(report)
