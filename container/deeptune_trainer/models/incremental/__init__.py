"""Incremental training: a parent's export, and how its child keeps what it knew."""

from .head import extend_head as extend_head
from .head import mask_untrained_concepts as mask_untrained_concepts
from .head import trained_concepts as trained_concepts
from .parent import Parent as Parent
from .parent import load_parent_model as load_parent_model
from .parent import read_parent as read_parent
