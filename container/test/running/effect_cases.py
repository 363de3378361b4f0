"""For every hyperparameter of every recipe, a value that must change what a tiny job ends with.

A case is the value, and where it needs company `given`: what both jobs have, the one with the value
and the one without it. `pretrained`: both start from weights as a hub model's; `amount`: of rows.
"""

from dataclasses import dataclass, field
from typing import Any

from effect_jobs import FEW, MANY


@dataclass(frozen=True)
class Case:
    """See above."""

    value: Any
    given: dict = field(default_factory=dict)
    pretrained: bool = False
    amount: str = FEW


def case(value, pretrained=False, **given):
    """A Case with what it needs written as keyword arguments."""
    return Case(value, given, pretrained)


# At a rate of 0 no epoch is better than the first, so that two are enough for a patience of 1.
STANDSTILL = {"num_epochs": 6, "lrate": 0, "batch_size": 16}
PATIENCE = {"early_stopping_patience": Case(1, STANDSTILL, amount=MANY)}
OPTIMIZATION = {
    **PATIENCE,
    "num_epochs": case(3),
    "batch_size": case(4),
    "per_item_lrate": case(1e-5),
    "per_item_min_lrate": case(5e-5, num_epochs=3),
    "lrate": case(0.01),
    "weight_decay": case(0.5),
    "seed": case(99),
}
# Detectors and segmenters warm up for 20 steps unless told otherwise, but at most a fifth of all.
WARM_UP = {
    "warmup_iters": case(1, num_epochs=5),
    "warmup_ratio": case(0.5, num_epochs=5, warmup_iters=2),
}
STEPS = {
    "init_epochs": case(1, num_epochs=3),
    "step_epochs": case(2, num_epochs=3, init_epochs=1),
    "momentum": case(0.5),
    "base_gradient_multiplier": case(0.1),
    "num_items_per_epoch": case(30),
}
FLIPS = {
    "flip_probability": case(1.0),
    "flip_direction": case("vertical", flip_probability=1.0),
}
PRETRAINED = {"pretrained_weights": case("None", pretrained=True)}
LAYERS = {"trainable_layers": case("head", pretrained=True)}
WHOLE_IMAGES = {
    "image_size": case([64]),
    "keep_aspect_ratio": case(False),
    "max_aspect_ratio": case(1.5),
    **OPTIMIZATION,
    **WARM_UP,
    **FLIPS,
    **PRETRAINED,
}
ROUND_IMAGES = {"image_size": case(12), **OPTIMIZATION, **STEPS, **FLIPS, **PRETRAINED}
ROUND_IMAGES["optimizer"] = case("sgd")
RATE_STEPS = {"learning_rate_steps": case([1], num_epochs=2)}
ADAPTERS = {"peft_config": {"r": 2, "lora_alpha": 4}}


def adapters(first_layers, is_pretrained):
    """Cases of peft_config's settings; `first_layers` are names of layers to adapt."""
    given = {**ADAPTERS, "num_epochs": 2}
    values = {"r": 4, "lora_alpha": 16, "lora_dropout": 0.5, "bias": "all"}
    values |= {"target_modules": first_layers, "use_rslora": True}
    return {f"peft_config.{name}": Case(v, given, is_pretrained) for name, v in values.items()}


TEXTS = {
    **OPTIMIZATION,
    **STEPS,
    **WARM_UP,
    **RATE_STEPS,
    "num_items_per_epoch": case(10),
    "max_length": case(6),
    "tokenizer_config.model_max_length": case(6),
    "model_config.pretrained_model_name": case("someone/else", pretrained=True),
    "model_config.pretrained_model_name_or_path": case("someone/else", pretrained=True),
    "trainer_config.num_train_epochs": case(2),
    "trainer_config.per_device_train_batch_size": case(4),
    "trainer_config.learning_rate": case(0.01),
    "trainer_config.weight_decay": case(0.5),
    "trainer_config.warmup_steps": case(2, num_epochs=4),
    "trainer_config.lr_scheduler_type": case("constant"),
    "trainer_config.max_grad_norm": case(0.01),
    "trainer_config.load_best_model_at_end": Case(False, amount=MANY),
    "trainer_config.evaluation_strategy": Case("no", amount=MANY),
    "trainer_config.eval_strategy": Case("no", amount=MANY),
}
CASES = {
    "visual_classifier": {
        **ROUND_IMAGES,
        **WARM_UP,
        **RATE_STEPS,
        **LAYERS,
        "concepts_mutually_exclusive": case(True),
        "logreg": case(0),
        "average_horizontal_flips": case(True),
    },
    "visual_detector": {
        **WHOLE_IMAGES,
        "random_resize_lower": case([32], image_size=[96]),
        "random_resize_upper": case([96]),
        "min_samples_per_epoch": case(10),
        "load_from": case("", pretrained=True),
        "frozen_stages": case(1, pretrained=True),
        "use_focal_loss": case(False),
    },
    "visual_segmenter": WHOLE_IMAGES,
    "visual_embedder": {
        **ROUND_IMAGES,
        **LAYERS,
        "logreg": case(0),
        "turn_probability": case(0.5),
        "shift": case(0.25),
        "angular_scale": case(16, angular_margin=0.2),
        "angular_margin": case(0.2, angular_scale=16),
        "embeddings_size": case(4),
    },
    "visual_anomaly_heatmap": {
        "image_size": case(48),
        "layers": case(["layer1"]),
        "coreset_sampling_ratio": case(0.1),
        "num_neighbors": case(1),
        "pretext_epochs": case(2),
        "batch_size": case(8),
        "lrate": case(1e-3),
        "seed": case(99),
        "anomalib_config_json": case({"model": {"num_neighbors": 1}}),
    },
    "text_classifier": {
        **TEXTS,
        **adapters(["value"], is_pretrained=False),
        **LAYERS,
        "concepts_mutually_exclusive": case(True),
        "logreg": case(0),
        "model_config.problem_type": case("single_label_classification"),
    },
    "text_to_text": {
        **TEXTS,
        **adapters(["v_proj"], is_pretrained=True),
        "max_new_tokens": case(4),
    },
}
# Read on a GPU only, or when memory runs out: what they change are the settings of such a job.
ON_A_GPU = {
    "model_config.torch_dtype": "torch.bfloat16",
    "trainer_config.fp16": True,
    "trainer_config.bf16": False,
    "trainer_config.auto_find_batch_size": True,
    "quantization_config.bits": 8,
}
# Values for what is accepted without effect.
IDLE = {
    "num_gpus": 1,
    "model_cfg": "resnext",
    "preinit": "general-v1.5",
    "embeddings_layer": "mod5B.concat",
    "inference_crop_type": "sorta2",
    "enrich_dataset": "Disabled",
    "use_perclass_regression": True,
    "anchor_ratios": [0.2, 5],
    "pretrain_base_data": "mscoco",
    "base_model": "yolof",
    "continue_from_eid": "e1",
    "trainer_config.output_dir": "checkpoint",
    "trainer_config.metric_for_best_model": "accuracy",
    "trainer_config.greater_is_better": True,
    "quantization_config.use_exllama": True,
    "peft_config.peft_type": "LORA",
    "peft_config.task_type": "SEQ_CLS",
    "peft_config.inference_mode": True,
}
