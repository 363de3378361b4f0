"""Frozen weights in 4 or 8 bits on a GPU (QLoRA, Dettmers et al. 2023, arXiv:2305.14314). Never
silently: where weights stay as they are, the log says so."""

import importlib.util
from typing import Any

import torch
from peft import get_peft_model_state_dict, prepare_model_for_kbit_training
from peft import set_peft_model_state_dict as put_adapters
from transformers import BitsAndBytesConfig

from ..contract.failures import PlatformFault
from ..contract.job import Job
from ..contract.training_log import log
from ..device.compute import has_cuda

HEADS = ["lm_head", "score", "classifier"]  # they are trained or decide the output: never in bits


def quantization_for(job: Job, bits: int | None) -> Any:
    """A BitsAndBytesConfig, or None where weights are not quantised: None was asked for, there is
    no GPU, or the model is a small one."""
    if bits is None:
        return None
    if job.base_model.startswith("config:"):
        return not_quantised(bits, f"{job.base_model} is small and is trained from its start")
    if not has_cuda():
        return not_quantised(bits, "there is no CUDA GPU")
    if importlib.util.find_spec("bitsandbytes") is None:
        raise PlatformFault("quantization-unavailable", "the image has no bitsandbytes")
    if bits == 8:
        return BitsAndBytesConfig(load_in_8bit=True, llm_int8_skip_modules=HEADS)
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
        llm_int8_skip_modules=HEADS,
    )


def not_quantised(bits: int, reason: str) -> None:
    """None, after a line in the log."""
    log(f"quantization_config: weights are not quantised to {bits} bits, because {reason}")


def loading_options(quantization: Any, dtype: torch.dtype) -> dict[str, Any]:
    """from_pretrained's keyword arguments for weights of `dtype`, quantised or not."""
    if quantization is None:
        return {"dtype": dtype}
    return {"dtype": dtype, "quantization_config": quantization, "device_map": {"": 0}}


def placed(model: Any, device: str, quantization: str | None) -> Any:
    """The model on `device`; a quantised one is there already and is made ready for adapters."""
    if quantization is None:
        return model.to(device)
    return prepare_model_for_kbit_training(model, use_gradient_checkpointing=False)


def adapters_of(trained: Any) -> dict[str, torch.Tensor]:
    """name -> CPU tensor of a peft model's adapters, which keep nothing else of it alive."""
    adapters = get_peft_model_state_dict(trained)
    return {name: tensor.detach().cpu().clone() for name, tensor in adapters.items()}


def merged_into(plain: Any, adapters: dict[str, torch.Tensor]) -> Any:
    """The peft model `plain`, its weights not quantised, with the adapters of adapters_of() merged
    in: adding to 4-bit weights would round what was learned away."""
    put_adapters(plain, adapters)
    return plain.merge_and_unload()
