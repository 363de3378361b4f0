"""The anomaly model's files: the backbone as transformers saves it, the memory, its settings."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file
from transformers import MODEL_FOR_BACKBONE_MAPPING, AutoConfig, AutoModel

from ...contract.batch_job import BatchJob
from ...contract.job import Job
from ...data.anomaly_data import ANOMALY_ID, NORMAL
from ...data.images import Preprocessing, read_preprocessing, write_processor_config
from ..base.stage_maps import StageMaps
from .memory_bank import MemoryBank

BANK, FACTS = "memory.safetensors", "anomaly.json"


@dataclass(frozen=True)
class AnomalyModel:
    """All that a prediction needs. `calibration` as calibration_of gives it; `concepts`: the
    anomaly's and the normal one's {id, name}."""

    backbone: Any
    layers: tuple[str, ...]
    memory: MemoryBank
    preprocessing: Preprocessing
    calibration: dict
    concepts: list

    def write(self, folder: Path) -> None:
        """Writes the model's files into `folder`."""
        self.backbone.save_pretrained(folder)
        save_file({"bank": self.memory.bank.detach().cpu().contiguous()}, folder / BANK)
        facts = {"layers": list(self.layers), "neighbours": self.memory.neighbours}
        facts |= {"calibration": self.calibration, "concepts": self.concepts}
        (folder / FACTS).write_text(json.dumps(facts, indent=1), encoding="utf-8")
        write_processor_config(folder, self.preprocessing.processor_config())


def read_anomaly_model(folder: Path, device: str) -> AnomalyModel:
    """The AnomalyModel of a verified export."""
    facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    backbone = read_backbone(folder)
    bank = load_file(folder / BANK)["bank"].to(device)
    return AnomalyModel(
        backbone.to(device).eval(),
        tuple(facts["layers"]),
        MemoryBank(bank, facts["neighbours"]),
        read_preprocessing(folder),
        facts["calibration"],
        facts["concepts"],
    )


def read_backbone(folder: Path) -> StageMaps:
    """The backbone of an export, which gives feature maps."""
    config = type(AutoConfig.from_pretrained(folder, trust_remote_code=False))
    is_backbone = config in MODEL_FOR_BACKBONE_MAPPING
    kind = MODEL_FOR_BACKBONE_MAPPING[config] if is_backbone else AutoModel
    model = kind.from_pretrained(
        folder, use_safetensors=True, local_files_only=True, trust_remote_code=False
    )
    return model if is_backbone else StageMaps(model)


def anomaly_concepts(job: BatchJob | Job) -> list[dict[str, str]]:
    """[{id, name}] of the answer: the job's own concepts of these names where it has them."""

    def own(names: set[str], otherwise: dict[str, str]) -> dict[str, str]:
        found = [c for c in job.concepts if {c.id.lower(), c.name.lower()} & names]
        return {"id": found[0].id, "name": found[0].name} if found else otherwise

    anomaly = own({ANOMALY_ID}, {"id": ANOMALY_ID, "name": "Anomaly"})
    return [anomaly, own(NORMAL, {"id": "normal", "name": "Normal"})]
