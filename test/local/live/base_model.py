"""`python base_model.py FOLDER`: a small ResNet with random weights, saved as a pretrained model is.

It is staged in the place of microsoft/resnet-50: nothing can be fetched from a hub here. The trainer
loads it as it would load the real one; it knows nothing of pictures yet.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "container"))

import torch
from deeptune_trainer.models.base.architectures import RESNET_SMALL
from transformers import ResNetConfig, ResNetForImageClassification

torch.manual_seed(0)
ResNetForImageClassification(ResNetConfig(**RESNET_SMALL)).save_pretrained(sys.argv[1])
