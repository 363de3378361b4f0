"""Writes core/estimate/work/architecture/architectures.ts: parameters, layers and operations of
every network that a template can start from.

Each network is built from its configuration, without its trained weights and without the internet,
and passed at three sizes under torch's FLOP counter: on the meta device, where tensors have shapes
and no numbers; only the detectors, which look at theirs, are on the CPU. The configurations
are those of the trainer's small architectures and of the packages; the others are the published
`config.json` of the hub, written down here: their counts of parameters are compared with the
published ones by test/core/estimate/work/architectures.test.ts.

Run: .venv/bin/python container/architecture_facts.py, which takes ten minutes on two cores (the
large ones have as many operators as weights), then npx prettier --write on the file.
"""

import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode
from transformers import (
    AutoModelForCausalLM,
    AutoModelForImageClassification,
    AutoModelForObjectDetection,
    AutoModelForSemanticSegmentation,
    AutoModelForSequenceClassification,
    BertConfig,
    ConvNextConfig,
    EfficientNetConfig,
    GPTNeoConfig,
    LlamaConfig,
    MistralConfig,
    OPTConfig,
    ResNetConfig,
    RTDetrConfig,
    RTDetrResNetConfig,
    SegformerConfig,
)
from transformers import __version__ as transformers_version
from transformers.models.llama import modeling_llama
from transformers.models.mistral import modeling_mistral

from deeptune_trainer.models.base.architectures import BERT_SMALL, GPT_SMALL, RESNET_SMALL
from deeptune_trainer.models.base.dense_models import DETR_BACKBONE, DETR_SMALL, SEGFORMER_SMALL
from deeptune_trainer.models.base.packaged_conversion import LITE0

FILE = Path(__file__).parents[1] / "core/estimate/work/architecture/architectures.ts"
LABELS = 10
# The meta device has no autocast to be switched off.
for module in (modeling_llama, modeling_mistral):
    module.maybe_autocast = lambda **_: contextlib.nullcontext()


@dataclass(frozen=True)
class Network:
    """`auto` builds it from `config`; its operations are fitted to `sizes`: sides of a square image
    or tokens of a text, which lie around what it is used with."""

    name: str
    auto: Any
    config: Any
    sizes: tuple[int, ...]
    unit: str

    @property
    def device(self) -> str:
        """Where it is built."""
        return "cpu" if self.auto is AutoModelForObjectDetection else "meta"


def image(name: str, config: Any, sizes: tuple[int, ...]) -> Network:
    """A classifier of images."""
    return Network(name, AutoModelForImageClassification, config, sizes, "pixel")


def text(name: str, config: Any, sizes: tuple[int, ...] = (32, 128, 512)) -> Network:
    """A classifier of texts."""
    return Network(name, AutoModelForSequenceClassification, config, sizes, "token")


def writer(name: str, config: Any, sizes: tuple[int, ...] = (32, 128, 512)) -> Network:
    """A generator of texts: its output layer has a number for each token of its vocabulary."""
    return Network(name, AutoModelForCausalLM, config, sizes, "token")


def detector(name: str, config: Any, sizes: tuple[int, ...] = (320, 480, 640)) -> Network:
    """A detector."""
    return Network(name, AutoModelForObjectDetection, config, sizes, "pixel")


def rt_detr(depths: list[int], is_basic: bool, **others: Any) -> Any:
    """RT-DETR on a ResNet of these depths (PekingU's conversion of the published weights)."""
    backbone = {"depths": depths, "out_features": ["stage2", "stage3", "stage4"]}
    if is_basic:
        sizes = {"hidden_sizes": [64, 128, 256, 512], "layer_type": "basic"}
        backbone |= {**sizes, "downsample_in_first_stage": False}
        others = {"encoder_in_channels": [128, 256, 512], "hidden_expansion": 0.5, **others}
    return RTDetrConfig(backbone_config=RTDetrResNetConfig(**backbone), **others)


def res_net(depths: list[int], is_basic: bool = False) -> Any:
    """A ResNet as published."""
    basic = {"hidden_sizes": [64, 128, 256, 512], "layer_type": "basic"} if is_basic else {}
    return ResNetConfig(depths=depths, **basic)


def neo(hidden: int, layers: int, heads: int) -> Any:
    """GPT-Neo; every second layer looks at the nearest 256 tokens only."""
    kinds = [[["global", "local"], layers // 2]]
    return GPTNeoConfig(
        hidden_size=hidden, num_layers=layers, num_heads=heads, attention_types=kinds
    )


def llama(hidden: int, layers: int, heads: int, inner: int, **others: Any) -> Any:
    """A Llama."""
    sizes = {"hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads}
    return LlamaConfig(**sizes, intermediate_size=inner, **others)


MINILM = BertConfig(hidden_size=384, num_hidden_layers=6, intermediate_size=1536)
MISTRAL = MistralConfig(sliding_window=None)
CONVNEXT_BASE = ConvNextConfig(depths=[3, 3, 27, 3], hidden_sizes=[128, 256, 512, 1024])
LLAMA_3 = llama(4096, 32, 32, 14_336, num_key_value_heads=8, vocab_size=128_256)
SMALL_BERT = BertConfig(**BERT_SMALL, vocab_size=2000)
SMALL_LLAMA = LlamaConfig(**GPT_SMALL, vocab_size=1500, pad_token_id=0)
SMALL_DETR = RTDetrConfig(backbone_config=RTDetrResNetConfig(**DETR_BACKBONE), **DETR_SMALL)


def networks() -> list[Network]:
    """All of them, by the name that the control plane knows each by."""
    small_text = (16, 64, 256)
    return [
        image("resnet-small", ResNetConfig(**RESNET_SMALL), (32, 64, 128)),
        detector("detr-small", SMALL_DETR, (64, 128, 256)),
        Network(
            "segformer-small",
            AutoModelForSemanticSegmentation,
            SegformerConfig(**SEGFORMER_SMALL),
            (64, 128, 256),
            "pixel",
        ),
        text("bert-small", SMALL_BERT, small_text),
        writer("gpt-small", SMALL_LLAMA, small_text),
        image("packaged/efficientnet-lite0", EfficientNetConfig(**LITE0), (96, 224, 320)),
        text("packaged/minilm", MINILM),
        image("microsoft/resnet-18", res_net([2, 2, 2, 2], True), (128, 224, 384)),
        image("microsoft/resnet-50", res_net([3, 4, 6, 3]), (128, 224, 384)),
        image("microsoft/resnet-101", res_net([3, 4, 23, 3]), (128, 224, 384)),
        image("facebook/convnext-tiny-224", ConvNextConfig(), (128, 224, 384)),
        image("facebook/convnext-base-224", CONVNEXT_BASE, (128, 224, 384)),
        image("google/efficientnet-b7", EfficientNetConfig(), (224, 384, 608)),
        Network(
            "nvidia/segformer-b0-finetuned-ade-512-512",
            AutoModelForSemanticSegmentation,
            SegformerConfig(),
            (256, 512, 1024),
            "pixel",
        ),
        detector("PekingU/rtdetr_r18vd", rt_detr([2, 2, 2, 2], True, decoder_layers=3)),
        detector("PekingU/rtdetr_r34vd", rt_detr([3, 4, 6, 3], True, decoder_layers=4)),
        detector("PekingU/rtdetr_r50vd", RTDetrConfig()),
        detector(
            "PekingU/rtdetr_r101vd",
            rt_detr(
                [3, 4, 23, 3],
                False,
                encoder_hidden_dim=384,
                encoder_ffn_dim=2048,
                decoder_in_channels=[384, 384, 384],
            ),
        ),
        text("bert-base-cased", BertConfig(vocab_size=28_996)),
        writer("facebook/opt-125m", OPTConfig()),
        writer("EleutherAI/gpt-neo-125m", neo(768, 12, 12)),
        writer("EleutherAI/gpt-neo-2.7B", neo(2560, 32, 20)),
        writer("meta-llama/Llama-2-7b-chat-hf", llama(4096, 32, 32, 11_008)),
        writer("meta-llama/Llama-2-13b-chat-hf", llama(5120, 40, 40, 13_824)),
        writer("meta-llama/Llama-3.1-8B-Instruct", LLAMA_3),
        writer("mistralai/Mistral-7B-v0.1", MISTRAL),
        writer("mistralai/Mistral-7B-Instruct-v0.2", MISTRAL),
    ]


class Calls(TorchDispatchMode):
    """Counts the operators that compute; views of a tensor cost next to nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def __torch_dispatch__(
        self, function: Any, types: Any, args: tuple = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        aliases = [each.alias_info for each in function._schema.returns]
        is_view = any(alias is not None and not alias.is_write for alias in aliases)
        self.count += 0 if is_view else 1
        return function(*args, **(kwargs or {}))


def counted(work: Callable) -> tuple[float, int]:
    """(floating-point operations, operators) of `work()`."""
    with FlopCounterMode(display=False) as flops, Calls() as calls:
        work()
    return float(flops.get_total_flops()), calls.count


def sample_of(network: Network, size: int) -> dict[str, torch.Tensor]:
    """One input of this size."""
    if network.unit == "pixel":
        return {"pixel_values": torch.zeros(1, 3, size, size, device=network.device)}
    return {"input_ids": torch.zeros(1, size, dtype=torch.long, device=network.device)}


def facts_of(network: Network) -> dict[str, Any]:
    """A row of the table."""
    network.config.num_labels = LABELS
    with torch.device(network.device):
        model = network.auto.from_config(network.config, attn_implementation="eager")
    model.train()
    forward, layers = zip(
        *(counted(lambda s=size: model(**sample_of(network, s))) for size in network.sizes),
        strict=True,
    )
    whole, calls = counted(lambda: learn(model, sample_of(network, network.sizes[1])))
    return {
        "unit": network.unit,
        "parameters": sum(p.numel() for p in model.parameters()),
        "tensors": len(list(model.parameters())),
        "layers": layers[1],
        "learningCalls": calls,
        # torch counts the weights' gradients of a grouped convolution without its groups
        "learningShare": min(3.0, round(whole / forward[1], 3)),
        "operations": fitted(network, forward),
        **blocks_of(model),
    }


def learn(model: Any, sample: dict[str, torch.Tensor]) -> None:
    """One pass forward and back."""
    model(**sample).logits.float().sum().backward()


def fitted(network: Network, operations: tuple[float, ...]) -> list[float]:
    """[constant, per unit, per unit squared], none of them negative."""
    power = 2 if network.unit == "pixel" else 1
    units = np.array([float(size) ** power for size in network.sizes])
    found = np.linalg.solve(np.vander(units, 3, increasing=True), np.array(operations))
    if (found < -1e-6 * operations[0]).any():  # of a size to a stride: a line instead
        slope = (operations[-1] - operations[0]) / (units[-1] - units[0])
        found = np.array([max(0.0, operations[0] - slope * units[0]), slope, 0.0])
    return [float(f"{max(0.0, value):.5g}") for value in found]


def blocks_of(model: Any) -> dict[str, int]:
    """How many blocks the encoder has, which `trainable_layers` counts."""
    encoder = getattr(model.base_model, "encoder", None)
    lists = [m for m in encoder.children() if isinstance(m, torch.nn.ModuleList)] if encoder else []
    return {"blocks": len(lists[0])} if lists else {}


HEAD = """import type {{ ArchitectureFacts }} from './architecture-facts.ts';

/**
 * Written by container/architecture_facts.py with torch {torch} and transformers {transformers}: do
 * not edit. Operations are those of one sample forward, [constant, per pixel or token, per pixel or
 * token squared], a multiply-add being two.
 */
export const architectures: Readonly<Record<string, ArchitectureFacts>> = {{"""


def row_of(network: Network) -> str:
    """A line of the file."""
    facts = facts_of(network).items()
    print(network.name, file=sys.stderr)
    inner = ", ".join(f"{name}: {json.dumps(v)}".replace('"', "'") for name, v in facts)
    return f"  '{network.name}': {{ {inner} }},"


def main() -> None:
    """Writes the file."""
    versions = {"torch": torch.__version__.partition("+")[0], "transformers": transformers_version}
    rows = [row_of(network) for network in networks()]
    FILE.write_text("\n".join([HEAD.format(**versions), *rows, "};\n"]), encoding="utf-8")


if __name__ == "__main__":
    main()
