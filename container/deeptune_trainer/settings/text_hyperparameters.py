"""The names that the text recipes know, as published: those inside of a JSON-typed field stand
behind a dot. A flat name wins over trainer_config's."""

FLAT = [
    "num_epochs",
    "early_stopping_patience",
    "batch_size",
    "per_item_lrate",
    "per_item_min_lrate",
    "lrate",
    "learning_rate_steps",
    "init_epochs",
    "step_epochs",
    "weight_decay",
    "momentum",
    "warmup_iters",
    "warmup_ratio",
    "num_items_per_epoch",
    "base_gradient_multiplier",
    "max_length",
    "seed",
]
NESTED = [
    "model_config.pretrained_model_name",
    "model_config.pretrained_model_name_or_path",
    "model_config.torch_dtype",
    "tokenizer_config.model_max_length",
    "trainer_config.num_train_epochs",
    "trainer_config.per_device_train_batch_size",
    "trainer_config.learning_rate",
    "trainer_config.weight_decay",
    "trainer_config.auto_find_batch_size",
    "trainer_config.warmup_steps",
    "trainer_config.lr_scheduler_type",
    "trainer_config.fp16",
    "trainer_config.bf16",
    "trainer_config.max_grad_norm",
    "trainer_config.load_best_model_at_end",
    "trainer_config.evaluation_strategy",
    "trainer_config.eval_strategy",
    "peft_config.r",
    "peft_config.lora_alpha",
    "peft_config.lora_dropout",
    "peft_config.bias",
    "peft_config.target_modules",
    "peft_config.use_rslora",
    "quantization_config.bits",
]
# Where checkpoints go is the container contract's business; use_exllama chooses a kernel of GPTQ,
# which is not used here; adapters are always LoRA, of the recipe's task, and trained; epochs are
# compared by the recipe's own metric, of which more is better.
WITHOUT_EFFECT = [
    "trainer_config.output_dir",
    "trainer_config.metric_for_best_model",
    "trainer_config.greater_is_better",
    "quantization_config.use_exllama",
    "peft_config.peft_type",
    "peft_config.task_type",
    "peft_config.inference_mode",
]
CLASSIFIER = [
    *FLAT,
    *NESTED,
    "concepts_mutually_exclusive",
    "logreg",
    "trainable_layers",
    "model_config.problem_type",
]
GENERATOR = [*FLAT, *NESTED, "max_new_tokens"]
