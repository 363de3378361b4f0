"""Words that a child adds to its parent's vocabulary."""

import torch
from jobs import run_job, write_job
from transformers import BertConfig, BertForSequenceClassification

from deeptune_trainer.models.text.tokenization import load_tokenizer, make_tokenizer, with_words_of
from deeptune_trainer.models.text.vocabulary import fit_vocabulary

OLD = ["red apple", "red plum", "green apple"]
TEXT = {"modelType": "text-classifier", "recipe": "text_classifier"}
TEXT |= {"baseModel": "config:bert-small"}


def rows(words, concept, count, origin="new"):
    """Manifest rows of sentences about `words`, each fifth held out."""
    return [
        {
            "id": f"{concept}-{place:03}",
            "object": None,
            "text": f"the {words[place % len(words)]} and the {words[(place + 1) % len(words)]}",
            "concepts": [{"id": concept, "value": 1}],
            "split": "test" if place % 5 == 4 else "train",
            "origin": origin,
        }
        for place in range(count)
    ]


def test_new_words_follow_the_old_ones_which_keep_their_numbers():
    old = make_tokenizer(OLD, 32)

    new = with_words_of(old, ["quinces and apples", "ripe quinces"])

    assert {p: new.get_vocab()[p] for p in old.get_vocab()} == old.get_vocab()
    assert sorted(new.get_vocab().values()) == list(range(len(new)))
    assert new.tokenize("ripe quinces") == ["ripe", "quinces"]
    assert new.tokenize("red apple") == old.tokenize("red apple")


def test_the_same_texts_give_the_same_words():
    texts = ["b a", "c"]

    grown = [with_words_of(make_tokenizer(OLD, 32), texts).get_vocab() for _ in range(2)]

    assert grown[0] == grown[1]


def test_a_new_word_begins_as_the_mean_of_its_old_pieces():
    old = make_tokenizer(OLD, 32)
    new = with_words_of(old, ["reap"])
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    config = BertConfig(vocab_size=len(old), intermediate_size=8, **sizes)
    model = BertForSequenceClassification(config)
    table = model.get_input_embeddings().weight.detach().clone()

    grown = fit_vocabulary(model, old, new).get_input_embeddings().weight

    pieces = old.convert_tokens_to_ids(["r", "##e", "##a", "##p"])
    assert old.unk_token_id not in pieces
    assert torch.allclose(grown[-1], table[pieces].mean(0))
    assert torch.equal(grown[: len(old)], table)


def test_a_child_learns_a_class_whose_words_its_parent_never_saw(tmp_path, metrics_of):
    fruit, tools = ["apple", "plum", "cherry", "pear"], ["hammer", "chisel", "gimlet", "rasp"]
    birds = ["wagtail", "kestrel", "dunnock", "siskin"]
    names = ["fruit", "tool", "bird"]
    concepts = [{"id": name, "name": name} for name in names]
    settings = {"num_epochs": 8, "batch_size": 8, "lrate": 1e-3, "max_length": 16}
    parent, child = tmp_path / "parent", tmp_path / "child"
    known = rows(fruit, "fruit", 40) + rows(tools, "tool", 40)
    write_job(parent, known, concepts[:2], settings, **TEXT)
    assert run_job(parent)[0] == 0
    replay = rows(fruit, "fruit", 20, "replay") + rows(tools, "tool", 20, "replay")
    of = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}
    write_job(
        child, replay + rows(birds, "bird", 40), concepts, settings, None, parent, **TEXT, **of
    )

    code, log = run_job(child)

    assert code == 0, log
    words = load_tokenizer(child / "checkpoints/export").get_vocab()
    assert set(birds) < set(words)
    assert not set(birds) & set(load_tokenizer(parent / "checkpoints/export").get_vocab())
    metrics = metrics_of(child)
    assert metrics["newConcepts"]["accuracy"] > 0.9 and metrics["oldConcepts"]["accuracy"] > 0.9
