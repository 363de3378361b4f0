"""Which device a training computes on, who may say so, and what is refused."""

import json
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
import torch
from jobs import failure_of, write_job
from pair_rows import pair_rows
from transformers import LlamaConfig, LlamaForCausalLM

from deeptune_trainer.contract.failures import PlatformFault, UserFault, is_out_of_memory
from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.stop import StopSignal
from deeptune_trainer.device import compute, gpu_memory, host_memory
from deeptune_trainer.device.host_memory import MIB, loading_bytes, refuse_host_memory
from deeptune_trainer.entry import load_recipe
from deeptune_trainer.loop import gpu_memory_check
from deeptune_trainer.models.quantization import loading_options, quantization_for
from deeptune_trainer.models.text.byte_tokenizer import make_byte_tokenizer
from deeptune_trainer.recipes import text_classifier, text_to_text

CONTAINER = Path(__file__).parents[2]
LORA = {"r": 4, "lora_alpha": 8}
GENERATOR = {"modelType": "text-to-text", "recipe": "text_to_text", "baseModel": "hub:a/llama"}
CLASSIFIER = {**GENERATOR, "modelType": "text-classifier", "recipe": "text_classifier"}
NEEDS_GPU = "DEEPTUNE_REQUIRES_GPU"


@pytest.fixture
def machine(monkeypatch):
    """Makes torch say that devices are there: machine("cuda", "mps")."""

    def have(*devices):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: "cuda" in devices)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: "mps" in devices)

    monkeypatch.delenv("DEEPTUNE_DEVICE", raising=False)
    return have


@pytest.mark.parametrize(
    ("there", "asked", "device"),
    [
        ((), "", "cpu"),
        (("mps",), "", "mps"),
        (("cuda", "mps"), "", "cuda"),
        (("cuda", "mps"), "mps", "mps"),
        (("cuda",), "cpu", "cpu"),
    ],
)
def test_the_best_device_is_taken_unless_another_is_named(
    machine, monkeypatch, there, asked, device
):
    machine(*there)
    monkeypatch.setenv("DEEPTUNE_DEVICE", asked)

    assert compute.device_name() == device
    settings = compute.trainer_settings(torch.nn.Linear(1, 1), "fp32", 1, True)
    assert settings["use_cpu"] == (device == "cpu")
    assert compute.adamw_settings() == ({"fused": True} if device == "cuda" else {})


@pytest.mark.parametrize("asked", ["cuda", "gpu", "CPU"])
def test_a_device_that_is_not_there_is_refused_with_those_that_are(machine, monkeypatch, asked):
    machine("mps")
    monkeypatch.setenv("DEEPTUNE_DEVICE", asked)

    with pytest.raises(PlatformFault, match=rf"'{asked}'; this machine has mps, cpu") as caught:
        compute.device_name()

    assert caught.value.code == "device-unavailable"


def test_on_a_named_cpu_nothing_is_done_as_on_a_gpu(machine, monkeypatch, root):
    machine("cuda")
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    monkeypatch.setenv("DEEPTUNE_DEVICE", "cpu")
    write_job(root, pair_rows(max_rows=9), [], {}, **GENERATOR)

    assert compute.best_precision() == "fp32" and gpu_memory.gpu_capacity() is None
    assert quantization_for(read_job(Paths(root)), 4) is None


def test_device_py_tells_the_device_as_json(monkeypatch):
    command = [sys.executable, str(CONTAINER / "device.py")]
    variables = {"DEEPTUNE_DEVICE": "cpu"}

    told = subprocess.run(command, env=variables, capture_output=True, text=True)
    refused = subprocess.run(
        command, env={"DEEPTUNE_DEVICE": "tpu"}, capture_output=True, text=True
    )

    facts = json.loads(told.stdout)
    assert facts.keys() == {"device", "name", "memoryBytes"} and facts["device"] == "cpu"
    assert facts["name"] and facts["memoryBytes"] > 2**28
    assert refused.returncode == 1 and "device-unavailable: " in refused.stderr


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_the_log_says_what_is_computed_on(trained):
    assert "device: cpu (" in trained[1] or "device: mps (" in trained[1]


def test_no_progress_bar_is_drawn_while_weights_are_loaded(trained):
    command = [sys.executable, str(CONTAINER / "serve.py"), "--model", str(trained[0] / "model")]

    done = subprocess.run(command, input="", capture_output=True, text=True)

    assert json.loads(done.stdout)["ready"] and "Loading weights" not in done.stderr


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_job_that_needs_a_gpu_does_not_train_without_one(root):
    write_job(root, [], [], {})

    code, log = run_job_with(root, {NEEDS_GPU: "1"})

    failure = failure_of(root)
    assert code == 1 and failure["code"] == "gpu-unavailable" and failure["fault"] == "platform"
    assert torch.__version__ in failure["message"], log
    assert not (root / "checkpoints/progress.jsonl").exists()


def run_job_with(root, variables):
    """As run_job, in a process that begins with these environment variables."""
    code = "import sys; sys.path[:0] = sys.argv[2:]; import jobs; jobs.run(sys.argv[1])"
    paths = [str(CONTAINER), str(CONTAINER / "test/inputs"), str(CONTAINER / "test/running")]
    done = subprocess.run([sys.executable, "-c", code, str(root), *paths], env=variables)
    return done.returncode, (root / "log.txt").read_text()


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (RuntimeError("The NVIDIA driver on your system is too old\nmore"), "too old"),
        (AssertionError("Torch not compiled with CUDA enabled"), "not compiled with CUDA"),
    ],
)
def test_torchs_own_reason_is_told(monkeypatch, problem, reason):
    def fail():
        raise problem

    monkeypatch.setattr(torch.cuda, "init", fail)

    with pytest.raises(PlatformFault, match=f"cannot be used: .*{reason}") as caught:
        compute.refuse_unusable_gpu()

    assert caught.value.code == "gpu-unavailable" and "\n" not in str(caught.value)


def test_running_out_of_a_gpus_memory_is_known_on_every_device():
    assert is_out_of_memory(RuntimeError("MPS backend out of memory (MPS allocated: 1 GB)"))
    assert not is_out_of_memory(RuntimeError("MPS does not support float64"))


def test_the_smaller_of_memory_and_limit_counts(tmp_path):
    machine_has = host_memory.host_memory_bytes(limits=())
    limit = tmp_path / "memory.max"

    for text, expected in (("max", machine_has), ("1048576", MIB), (str(2**60), machine_has)):
        limit.write_text(text + "\n")
        assert host_memory.host_memory_bytes([str(limit), str(tmp_path / "absent")]) == expected


@pytest.mark.parametrize(
    ("billions", "gib", "fits"),
    [
        (6.74, 15.5, False),  # Llama 2 7B; what Linux reports of 16 GiB
        (7.24, 16, False),  # Mistral 7B in bf16 on ml.g5.xlarge
        (7.24, 32, True),  # on ml.g5.2xlarge
        (8.03, 16, False),
        (2.72, 16, True),  # GPT-Neo 2.7B
    ],
)
def test_what_can_be_merged_on_a_machine(billions, gib, fits):
    needed = loading_bytes(billions * 10**9, 2)

    if fits:
        refuse_host_memory(needed, gib * 2**30, "merging the adapters")
        return
    with pytest.raises(UserFault, match=r"merging the adapters needs about 1[5-8],\d\d\d MiB"):
        refuse_host_memory(needed, gib * 2**30, "merging the adapters")


def test_an_unknown_memory_refuses_nothing():
    refuse_host_memory(10**15, None, "loading the weights")


def staged(root, **job):
    """A job below `root` on a tiny staged Llama with its tokenizer, adapters and 4 bits."""
    settings = {"peft_config": LORA, "quantization_config": {"bits": 4}, "num_epochs": 1}
    if job["recipe"] == "text_to_text":
        rows, concepts = pair_rows(max_rows=40), []
        settings["max_new_tokens"] = 2
    else:
        from texts import TOPICS, text_rows

        rows = text_rows(TOPICS[:2])
        concepts = [{"id": topic, "name": topic} for topic in TOPICS[:2]]
    write_job(root, rows, concepts, settings, **job)
    folder = root / "input/data/base-model"
    tokenizer = make_byte_tokenizer([row["text"] for row in rows], 64)
    tokenizer.save_pretrained(folder)
    config = LlamaConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, vocab_size=len(tokenizer)
    )
    LlamaForCausalLM(config).save_pretrained(folder)


def test_a_merge_that_cannot_fit_is_refused_before_the_training(root, monkeypatch):
    staged(root, **GENERATOR)
    paths = Paths(root)
    monkeypatch.setattr(gpu_memory_check, "host_memory_bytes", lambda: 3 * 2**30)

    with pytest.raises(UserFault, match=r"merging the adapters needs about 3,07\d MiB") as caught:
        load_recipe("text_to_text").train(read_job(paths), paths, StopSignal())

    assert caught.value.code == "host-memory"
    assert not list(paths.checkpoints.glob("checkpoint-*"))


@pytest.mark.parametrize(
    ("module", "job"), [(text_to_text, GENERATOR), (text_classifier, CLASSIFIER)]
)
def test_the_quantised_model_is_gone_before_its_weights_are_loaded_again(
    root, monkeypatch, module, job
):
    """On a CPU nothing is quantised; the recipe is made to believe in it, the weights stay."""
    staged(root, **job)
    paths = Paths(root)
    name = "text_generator" if module is text_to_text else "text_classifier"
    load, loaded, still_there = getattr(module, name), [], []

    def watched(*arguments, **options):
        still_there.append([reference() is not None for reference in loaded])
        model = load(*arguments, **options)
        loaded.append(weakref.ref(model))
        return model

    monkeypatch.setattr(module, name, watched)
    monkeypatch.setattr(module, "quantization_for", lambda job, bits: "4 bits")
    monkeypatch.setattr(module, "loading_options", lambda _, dtype: loading_options(None, dtype))

    module.train(read_job(paths), paths, StopSignal())

    assert still_there == [[], [False]]
    assert (paths.export / "model.safetensors").is_file()
