"""Low-rank adapters by peft: added before training, merged into the weights before export."""

from typing import Any

from peft import LoraConfig, get_peft_model

from ..contract.failures import PlatformFault

CHOSEN_HERE = ("peft_type", "task_type", "inference_mode")


def add_lora(model: Any, values: dict[str, Any], task: str = "SEQ_CLS") -> Any:
    """`model` with adapters as `values` (the hyperparameter peft_config) says; the head of a
    classifier (task SEQ_CLS) is trained in full, that of a generator (CAUSAL_LM) is not.

    PlatformFault `hyperparameter-invalid` where peft refuses the values.
    """
    chosen = {name: value for name, value in values.items() if name not in CHOSEN_HERE}
    try:
        return get_peft_model(model, LoraConfig(task_type=task, **chosen))
    except (TypeError, ValueError) as error:
        raise PlatformFault("hyperparameter-invalid", f"peft_config: {error}") from error


def merged(model: Any) -> Any:
    """The plain transformers model with its adapters folded into the weights."""
    return model.merge_and_unload()
