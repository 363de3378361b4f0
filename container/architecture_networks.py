"""The networks that a template can start from, by their configurations: those of the trainer's
small architectures and of the packages; the others are the published `config.json` of the hub,
written down here. test/core/estimate/work/architectures.test.ts compares their counts of parameters
with the published ones."""

from dataclasses import dataclass
from typing import Any

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

from deeptune_trainer.models.base.architectures import BERT_SMALL, GPT_SMALL, RESNET_SMALL
from deeptune_trainer.models.base.dense_models import DETR_BACKBONE, DETR_SMALL, SEGFORMER_SMALL
from deeptune_trainer.models.base.packaged_conversion import LITE0


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
    def is_detector(self) -> bool:
        """Whether it finds objects."""
        return self.auto is AutoModelForObjectDetection

    @property
    def device(self) -> str:
        """Where it is built."""
        return "cpu" if self.is_detector else "meta"


def image(name: str, config: Any, sizes: tuple[int, ...]) -> Network:
    """A classifier of images."""
    return Network(name, AutoModelForImageClassification, config, sizes, "pixel")


def text(name: str, config: Any, sizes: tuple[int, ...] = (32, 128, 512)) -> Network:
    """A classifier of texts."""
    return Network(name, AutoModelForSequenceClassification, config, sizes, "token")


def writer(name: str, config: Any, sizes: tuple[int, ...] = (32, 128, 512)) -> Network:
    """A generator of texts: its output layer has a number for each token of its vocabulary."""
    return Network(name, AutoModelForCausalLM, config, sizes, "token")


def detector(name: str, config: Any, sizes: tuple[int, ...] = (160, 224, 320)) -> Network:
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
