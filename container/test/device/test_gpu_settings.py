"""What is done on a GPU, as far as it can be known without one: settings, and the memory check."""

import pytest
import torch
from jobs import run_job, write_job
from pair_rows import pair_rows
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM, ResNetConfig
from transformers import ResNetForImageClassification as ResNet

from bench_jobs import JOBS, write_bench_job
from deeptune_trainer.contract.failures import PlatformFault, UserFault
from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.stop import StopSignal
from deeptune_trainer.data.batches import worker_settings
from deeptune_trainer.device import compute, gpu_memory
from deeptune_trainer.device.gpu_memory import (
    MIB,
    Workload,
    predict_memory,
    refuse_what_does_not_fit,
)
from deeptune_trainer.entry import load_recipe
from deeptune_trainer.loop import gpu_memory_check
from deeptune_trainer.models import quantization
from deeptune_trainer.models.lora import add_lora
from deeptune_trainer.settings.text_hyperparameters import GENERATOR as NAMES
from deeptune_trainer.settings.text_settings import text_settings

LORA = {"r": 8, "lora_alpha": 16}
GENERATOR = {"modelType": "text-to-text", "recipe": "text_to_text"}
BILLION = 10**9


@pytest.fixture
def on_a_gpu(monkeypatch):
    """Makes the settings believe in a GPU with bf16 and Triton."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    monkeypatch.setattr(compute.importlib.util, "find_spec", lambda name: name)


def tiny_llama():
    config = LlamaConfig(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, vocab_size=99)
    return LlamaForCausalLM(config)


def test_without_a_gpu_nothing_changes():
    settings = compute.trainer_settings(tiny_llama(), compute.best_precision(), 10**6, True)

    assert compute.best_precision() == "fp32" and compute.adamw_settings() == {}
    assert settings.pop("use_cpu") and not any(settings.values())
    assert worker_settings() == {"num_workers": 0, "pin_memory": False}
    assert gpu_memory.gpu_capacity() is None


def test_on_a_gpu_bf16_fused_adamw_and_workers_are_the_default(on_a_gpu):
    assert compute.best_precision() == "bf16" and compute.adamw_settings() == {"fused": True}
    workers = worker_settings()
    assert workers["num_workers"] > 0 and workers["persistent_workers"] and workers["pin_memory"]
    settings = compute.trainer_settings(tiny_llama(), "bf16", 100, True)
    assert settings["bf16"] and not settings["fp16"] and not settings["use_cpu"]


def test_activations_are_recomputed_for_large_models_only(on_a_gpu, monkeypatch):
    with torch.device("meta"):
        large = LlamaForCausalLM(LlamaConfig(num_hidden_layers=2))
        convolutions = ResNet(ResNetConfig())

    assert compute.saves_activations_memory(large)
    assert not compute.saves_activations_memory(tiny_llama())
    assert not compute.saves_activations_memory(convolutions)


def test_compiling_pays_for_long_runs_of_fixed_shapes_only(on_a_gpu):
    assert compute.pays_to_compile(5_000, True)
    assert not compute.pays_to_compile(4_999, True) and not compute.pays_to_compile(10**6, False)


@pytest.mark.parametrize(
    ("trainer", "on_gpu", "on_cpu"),
    [
        ({}, "bf16", "fp32"),
        ({"fp16": True}, "fp16", "fp32"),
        ({"bf16": True}, "bf16", "fp32"),
        ({"bf16": False}, "fp32", "fp32"),
    ],
)
def test_the_published_precision_wins(root, request, trainer, on_gpu, on_cpu):
    small = {**GENERATOR, "baseModel": "config:gpt-small"}
    write_job(root, pair_rows(max_rows=9), [], {"trainer_config": trainer}, **small)
    job = read_job(Paths(root))

    assert text_settings(job, NAMES).precision == on_cpu
    request.getfixturevalue("on_a_gpu")
    assert text_settings(job, NAMES).precision == on_gpu


@pytest.mark.parametrize(
    ("workload", "gigabytes"),
    [
        # 18 bytes per parameter trained in float32 under autocast
        (Workload(trained=BILLION), 18),
        # 2 per frozen bf16 parameter, 18 per adapter parameter
        (Workload(BILLION // 100, BILLION, frozen_bytes=2), 2 + 0.18),
        # 0.6 in 4 bits
        (Workload(BILLION // 100, BILLION, frozen_bytes=0.6), 0.6 + 0.18),
        # weights, gradients and two moments in bf16
        (Workload(trained=BILLION, trained_bytes=2), 8),
        # 34 bytes per token, hidden size and layer, 6 per logit
        (Workload(0, batch=4, tokens=1000, hidden=1000, layers=10), 1.36),
        (Workload(0, batch=4, tokens=1000, hidden=1000, layers=10, logits=50_000), 1.36 + 1.2),
        # recomputed: 2 per layer and one layer in full
        (Workload(0, batch=4, tokens=1000, hidden=1000, layers=10, recomputes=True), 0.08 + 0.136),
    ],
)
def test_predicted_memory(workload, gigabytes):
    assert predict_memory(workload).total == pytest.approx(gigabytes * 1e9)


def test_what_fits_an_a10g():
    llama = Workload(40 * 10**6, 8 * BILLION, frozen_bytes=0.6, tokens=512, hidden=4096, layers=32)
    llama = predict_memory(llama)
    plain = predict_memory(Workload(40 * 10**6, 13 * BILLION, frozen_bytes=2))

    refuse_what_does_not_fit(llama, gpu_memory.A10G_BYTES)
    with pytest.raises(UserFault, match=r"about 25,48\d MiB .* of the GPU's 23,028 MiB") as caught:
        refuse_what_does_not_fit(plain, gpu_memory.A10G_BYTES)
    assert caught.value.code == "does-not-fit" and "weights 25,024" in str(caught.value)


def staged_base_model(root):
    """A tiny Llama as the staged base model of a job below `root`."""
    tiny_llama().save_pretrained(root / "input/data/base-model")


@pytest.mark.parametrize("hyperparameters", [{}, {"peft_config": LORA}])
def test_a_base_model_is_refused_before_it_is_loaded(root, monkeypatch, hyperparameters):
    write_job(
        root, pair_rows(max_rows=9), [], hyperparameters, **GENERATOR, baseModel="hub:a/llama"
    )
    staged_base_model(root)
    paths = Paths(root)
    job = read_job(paths)
    settings = text_settings(job, NAMES)
    needed = 18 * 49_000 if not hyperparameters else 4 * 40_000

    def check(capacity):
        monkeypatch.setattr(gpu_memory_check, "gpu_capacity", lambda: capacity)
        gpu_memory_check.refuse_base_model(
            job, paths, None, AutoModelForCausalLM, settings, "CAUSAL_LM"
        )

    check(None)
    check(100 * needed)
    with pytest.raises(UserFault, match="training needs about"):
        check(needed // 2)


def test_a_small_training_is_refused_before_its_first_step(root, monkeypatch):
    small = {**GENERATOR, "baseModel": "config:gpt-small"}
    write_job(root, pair_rows(max_rows=40), [], {"num_epochs": 1, "max_new_tokens": 2}, **small)
    paths = Paths(root)
    monkeypatch.setattr(gpu_memory_check, "gpu_capacity", lambda: 8 * MIB)

    with pytest.raises(UserFault) as caught:
        load_recipe("text_to_text").train(read_job(paths), paths, StopSignal())

    assert caught.value.code == "does-not-fit" and "activations 2" in str(caught.value)
    assert not list(paths.checkpoints.glob("checkpoint-*"))


@pytest.mark.parametrize("recipe", JOBS)
def test_the_memory_of_every_recipe_is_predicted(root, monkeypatch, recipe):
    captured = []

    def stop_before_training(run):
        captured.append(run)
        raise KeyboardInterrupt

    write_bench_job(recipe, root)
    module, paths = load_recipe(recipe), Paths(root)
    if not hasattr(module, "train_model"):
        pytest.skip("a recipe without gradient steps")
    monkeypatch.setattr(module, "train_model", stop_before_training)
    with pytest.raises(KeyboardInterrupt):
        module.train(read_job(paths), paths, StopSignal())

    workload = gpu_memory_check.workload_of(captured[0])

    assert workload.trained > 100_000 and workload.batch >= 1
    assert (workload.tokens > 0) == recipe.startswith("text")
    assert predict_memory(workload).total >= 18 * workload.trained


def test_quantisation_is_for_a_gpu_and_a_hub_model(root, on_a_gpu, monkeypatch):
    write_job(root, pair_rows(max_rows=9), [], {}, **GENERATOR, baseModel="hub:a/llama")
    job = read_job(Paths(root))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quantization.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(PlatformFault, match="bitsandbytes"):
            quantization.quantization_for(job, 4)
    four, eight = (quantization.quantization_for(job, bits) for bits in (4, 8))
    assert four.load_in_4bit and four.bnb_4bit_quant_type == "nf4" and eight.load_in_8bit
    assert quantization.quantization_for(job, None) is None
    options = quantization.loading_options(four, torch.bfloat16)
    assert options["quantization_config"] is four and options["device_map"] == {"": 0}


def test_adapters_move_from_quantised_weights_to_plain_ones():
    torch.manual_seed(1)
    base = tiny_llama()
    trained = add_lora(tiny_llama(), LORA, "CAUSAL_LM")
    trained.base_model.model.load_state_dict(base.state_dict(), strict=False)
    for name, parameter in trained.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(parameter, std=0.3)
    plain = tiny_llama()
    plain.load_state_dict(base.state_dict())
    learned = quantization.adapters_of(trained)

    merged = quantization.merged_into(add_lora(plain, LORA, "CAUSAL_LM"), learned)

    ids = torch.arange(9)[None]
    adapted = quantization.merged_into(add_lora(base, LORA, "CAUSAL_LM"), learned)
    assert type(merged) is LlamaForCausalLM
    assert torch.allclose(merged(ids).logits, adapted(ids).logits)
    assert not torch.allclose(merged(ids).logits, tiny_llama()(ids).logits)


def test_a_hub_model_trains_on_the_cpu_in_float32_and_says_so(root):
    settings = {
        "model_config": {"pretrained_model_name": "a/llama", "torch_dtype": "torch.float16"},
        "peft_config": LORA,
        "quantization_config": {"bits": 4},
        "trainer_config": {"num_train_epochs": 1},
        "max_new_tokens": 2,
    }
    write_job(root, pair_rows(max_rows=20), [], settings, **GENERATOR, baseModel="hub:a/llama")
    folder = root / "input/data/base-model"
    config = LlamaConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, vocab_size=999)
    LlamaForCausalLM(config).save_pretrained(folder)
    from deeptune_trainer.models.text.byte_tokenizer import make_byte_tokenizer

    make_byte_tokenizer([row["text"] for row in pair_rows(max_rows=20)], 64).save_pretrained(folder)

    code, log = run_job(root)

    assert code == 0, log
    assert "float32 instead of torch.float16" in log and "because there is no CUDA GPU" in log
    assert "of them trained" in log
