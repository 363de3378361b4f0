"""The control plane predicts the memory of a training before money is reserved, the trainer before
it starts: both must say the same."""

import dataclasses
import json
import random
import subprocess
from pathlib import Path

import pytest
import torch
from jobs import write_job
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    BertConfig,
    GPTNeoConfig,
    LlamaConfig,
    MistralConfig,
    OPTConfig,
    ResNetConfig,
    ResNetForImageClassification,
)

from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.device.gpu_memory import Workload, predict_memory
from deeptune_trainer.entry import load_recipe
from deeptune_trainer.loop.gpu_memory_check import workload_of_source
from deeptune_trainer.settings.text_settings import text_settings

REPOSITORY = Path(__file__).parents[3]
COMMAND = ["node_modules/.bin/node", "test/core/estimate/memory/predicted-memory.ts"]
LLAMA_2_13B = {"hidden_size": 5120, "num_hidden_layers": 40, "num_attention_heads": 40}
LLAMA_3 = {"intermediate_size": 14336, "num_key_value_heads": 8, "vocab_size": 128256}
GPT_NEO = {"attention_types": [[["global", "local"], 6]], "num_layers": 12, "num_heads": 12}
# What their config.json says on the hub, where it differs from transformers' defaults.
CONFIGS = {
    "bert-base-cased": BertConfig(vocab_size=28996),
    "facebook/opt-125m": OPTConfig(),
    "EleutherAI/gpt-neo-125m": GPTNeoConfig(hidden_size=768, **GPT_NEO),
    "EleutherAI/gpt-neo-2.7B": GPTNeoConfig(
        hidden_size=2560, num_layers=32, num_heads=20, attention_types=[[["global", "local"], 16]]
    ),
    "meta-llama/Llama-2-7b-chat-hf": LlamaConfig(),
    "meta-llama/Llama-2-13b-chat-hf": LlamaConfig(intermediate_size=13824, **LLAMA_2_13B),
    "meta-llama/Llama-3.1-8B-Instruct": LlamaConfig(**LLAMA_3),
    "mistralai/Mistral-7B-v0.1": MistralConfig(),
}
ALL_LLAMA = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
BF16 = {"pretrained_model_name": "mistralai/Mistral-7B-v0.1", "torch_dtype": "torch.bfloat16"}
TRAININGS = [
    ("text-classifier", "HuggingFace_AdvancedConfig", {}),
    ("text-to-text", "HuggingFace_AdvancedConfig", {}),
    ("text-classifier", "HF_GPTNeo_125m_lora", {}),
    ("text-to-text", "HF_GPTNeo_2p7b_lora", {"peft_config": {"r": 64, "peft_type": "LORA"}}),
    (
        "text-to-text",
        "HF_GPTNeo_125m_lora",
        {"peft_config": {"r": 8, "target_modules": ["c_fc", "c_proj", "out_proj"]}},
    ),
    ("text-to-text", "HF_Llama_2_7b_chat_GPTQ_lora", {}),
    ("text-classifier", "HF_Llama_2_13b_chat_GPTQ_lora", {}),
    (
        "text-to-text",
        "HF_Llama_3_1_8b_instruct_GPTQ_lora",
        {"peft_config": {"r": 32, "target_modules": ALL_LLAMA}, "quantization_config": {"bits": 8}},
    ),
    ("text-to-text", "HF_Mistral_7b_lora", {"model_config": BF16}),
    (
        "text-to-text",
        "HuggingFace_AdvancedConfig",
        {"model_config": {"pretrained_model_name_or_path": "meta-llama/Llama-2-7b-chat-hf"}},
    ),
]
TASKS = {
    "text-to-text": (AutoModelForCausalLM, "CAUSAL_LM"),
    "text-classifier": (AutoModelForSequenceClassification, "SEQ_CLS"),
}


def control_plane(workloads=(), trainings=()):
    """What the control plane predicts."""
    named = [dict(zip(("modelTypeId", "templateId", "params"), t, strict=True)) for t in trainings]
    asked = json.dumps({"workloads": list(workloads), "trainings": named})
    done = subprocess.run(COMMAND, cwd=REPOSITORY, input=asked.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def in_camel_case(workload):
    """The Workload under the control plane's names."""
    words = dataclasses.asdict(workload).items()
    return {name.replace("_bytes", "Bytes"): value for name, value in words}


def test_the_formula_is_the_same():
    draw = random.Random(1)
    workloads = [
        Workload(
            trained=draw.randrange(10**9),
            frozen=draw.randrange(10**10),
            trained_bytes=draw.choice([2, 4]),
            frozen_bytes=draw.choice([0.6, 1.1, 2, 4]),
            batch=draw.randrange(1, 64),
            tokens=draw.choice([0, 128, 4096]),
            hidden=768,
            layers=12,
            logits=draw.choice([0, 32_000]),
            recomputes=draw.choice([True, False]),
        )
        for _ in range(50)
    ]

    answers = control_plane(map(in_camel_case, workloads))["workloads"]

    assert answers == pytest.approx([predict_memory(each).total for each in workloads])


@pytest.fixture(scope="module")
def answers():
    """The control plane's predictions of TRAININGS."""
    return control_plane(trainings=TRAININGS)["trainings"]


@pytest.mark.parametrize("place", range(len(TRAININGS)))
def test_a_base_model_needs_what_the_trainer_says_it_needs(root, answers, place):
    (model_type, _, _), answer = TRAININGS[place], answers[place]
    recipe, folder = model_type.replace("-", "_"), root / "config"
    job = {"modelType": model_type, "recipe": recipe, "baseModel": f"hub:{answer['baseModelId']}"}
    write_job(root, [], [], answer["hyperparameters"], **job)
    CONFIGS[answer["baseModelId"]].save_pretrained(folder)
    module = load_recipe(recipe)
    known = [*module.HYPERPARAMETERS, *module.WITHOUT_EFFECT]
    settings = text_settings(read_job(Paths(root)), known)
    auto_class, task = TASKS[model_type]

    theirs = workload_of_source(auto_class, folder, on_a_gpu(settings, answer), task)

    ours = {**answer["workload"], "tokens": 0}
    predicted = control_plane([ours])["workloads"][0]
    assert predicted == pytest.approx(predict_memory(theirs).total, rel=0.002)


def on_a_gpu(settings, answer):
    """The settings with the number type that a CPU has replaced by float32."""
    size = answer["workload"]["frozenBytes"]
    if settings.bits or size == settings.dtype.itemsize:
        return settings
    return dataclasses.replace(settings, dtype=torch.bfloat16)


def test_a_convolutional_base_model_has_the_parameters_of_the_table():
    model = ResNetForImageClassification(ResNetConfig(num_labels=10))
    training = ("visual-classifier", "MMClassification_ResNet_50", {})

    workload = control_plane(trainings=[training])["trainings"][0]["workload"]

    count = sum(parameter.numel() for parameter in model.resnet.parameters())
    assert workload["trained"] == count and workload["tokens"] == 0
