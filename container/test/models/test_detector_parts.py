"""The parts of a visual-detector: class layers, queries, answers, metrics."""

import random

import numpy as np
import pytest
import scenes
import torch
from transformers import (
    AutoModelForObjectDetection,
    DetrConfig,
    DetrForObjectDetection,
    ResNetConfig,
)

from deeptune_trainer.data.regions import Region, RegionRow
from deeptune_trainer.data.whole_images import WholeImages
from deeptune_trainer.metrics.regions.detection_metrics import detection_metrics
from deeptune_trainer.models.base.dense_models import extend_classes, freeze_stages, limit_queries
from deeptune_trainer.models.detection import Found, find
from deeptune_trainer.predictors.predictor import load_predictor


@pytest.mark.parametrize("seed", range(3))
def test_class_rows_follow_the_concept_id_in_every_layer(detector, seed):
    model = AutoModelForObjectDetection.from_pretrained(detector / "checkpoints/export").eval()
    parent_ids = ["digit-0", "digit-1", "digit-2"]
    ids = [*parent_ids, "new-a", "new-b"]
    random.Random(seed).shuffle(ids)
    pixels = torch.rand(2, 3, 64, 64)
    layers = [model.model.enc_score_head, *model.model.decoder.class_embed]
    before = [layer.weight.clone() for layer in layers]
    denoising = model.model.denoising_class_embed.weight.clone()

    extend_classes(model, parent_ids, ids)

    assert model(pixels).logits.shape[-1] == 5 == model.config.num_labels
    layers = [model.model.enc_score_head, *model.model.decoder.class_embed]
    embedding = model.model.denoising_class_embed
    assert embedding.padding_idx == 5 and torch.equal(embedding.weight[5], denoising[3])
    for place, concept_id in enumerate(parent_ids):
        row = ids.index(concept_id)
        assert torch.equal(embedding.weight[row], denoising[place])
        for layer, old in zip(layers, before, strict=True):
            assert torch.equal(layer.weight[row], old[place])
    assert model.config.id2label == dict(enumerate(ids))
    labels = {"class_labels": torch.tensor([4]), "boxes": torch.tensor([[0.5, 0.5, 0.2, 0.2]])}
    assert torch.isfinite(model.train()(pixels, labels=[labels, labels]).loss)


def test_a_detr_with_a_no_object_class_is_extended_and_answers():
    backbone = ResNetConfig(
        embedding_size=8, hidden_sizes=[8, 8], depths=[1, 1], out_features=["stage2"]
    )
    sizes = {"encoder_layers": 1, "decoder_layers": 1, "d_model": 16, "num_queries": 5}
    sizes |= {"encoder_ffn_dim": 16, "decoder_ffn_dim": 16}
    sizes |= {"encoder_attention_heads": 2, "decoder_attention_heads": 2}
    config = DetrConfig(
        use_timm_backbone=False,
        backbone=None,
        backbone_config=backbone,
        num_labels=2,
        **sizes,
    )
    model = DetrForObjectDetection(config).eval()
    nothing = model.class_labels_classifier.weight[2].clone()

    extend_classes(model, ["a", "b"], ["b", "c", "a"])

    assert torch.equal(model.class_labels_classifier.weight[3], nothing)
    (answer,) = find(model, [torch.rand(3, 40, 64)], WholeImages((64, 64), False))
    assert answer.scores.shape == (5, 3) and answer.boxes.min() >= 0


def test_map_is_one_for_the_truth_and_less_for_a_box_beside_it():
    boxes = [(0.1, 0.1, 0.4, 0.4), (0.5, 0.5, 0.9, 0.9)]
    marked = tuple(Region((place,), box, None, None) for place, box in enumerate(boxes))
    row = RegionRow("a", "", marked, "test", "new")
    right = Found(np.eye(2), np.array(boxes))
    shifted = Found(np.eye(2), np.add(boxes, [0.05, 0, 0.05, 0]))

    exact, near = (detection_metrics([row], [found], ["a", "b"]) for found in (right, shifted))

    assert (exact["map50"], exact["map"]) == (pytest.approx(1), pytest.approx(1))
    assert near["map50"] == pytest.approx(1) and 0.3 < near["map"] < 0.8
    assert detection_metrics([row], [], ["a", "b"])["map50"] is None
    background = RegionRow("b", "", (), "test", "new")
    assert detection_metrics([background], [right], ["a", "b"])["map50"] is None


def test_a_small_image_asks_for_no_more_queries_than_it_has_places(detector):
    model = AutoModelForObjectDetection.from_pretrained(detector / "checkpoints/export").eval()
    model.config.num_queries = 300

    limit_queries(model, (32, 64))

    assert model.config.num_queries == 4 * 8 + 2 * 4
    assert model(torch.rand(1, 3, 32, 64)).logits.shape[1] == 40
    assert freeze_stages(model, 9) == 3


def test_predictions_do_not_depend_on_the_neighbours(detector):
    predictor = load_predictor(detector / "model")
    images = [scenes.image_of(scene) for scene in scenes.scenes()[240:244]]

    together = predictor.predict([{"image": data} for data in images])
    alone = [predictor.predict([{"image": data}])[0] for data in images]

    for one, other in zip(together, alone, strict=True):
        assert one["regions"][0]["value"] == pytest.approx(other["regions"][0]["value"], abs=1e-4)
