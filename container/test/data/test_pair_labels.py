"""Which tokens of a row are learnt, seen on chats as they come from fine-tuning files."""

import pytest

from deeptune_trainer.data.pair_data import IGNORED, PROMPT_END, Pair, PairInputs, count_cut
from deeptune_trainer.models.text.byte_tokenizer import make_byte_tokenizer

# Of one line, in which WRONG has the weight 0.
CONTEXT = "user: q\nassistant: WRONG\nuser: no\nassistant:"
ANSWERS = [(CONTEXT, "right"), (f"{CONTEXT} right\nuser: more\nassistant:", "on and on")]


def items_of(max_length):
    """The tokenizer, and the chat's answers as token ids and labels."""
    texts = [text for pair in ANSWERS for text in pair]
    tokenizer = make_byte_tokenizer(texts, max_length)
    rows = [Pair(str(n), *pair, "train", "new") for n, pair in enumerate(ANSWERS)]
    inputs = PairInputs(rows, tokenizer, max_length)
    return tokenizer, [inputs[n] for n in range(len(inputs))]


def test_only_the_answer_and_its_end_are_learnt():
    tokenizer, items = items_of(200)

    for item, (context, answer) in zip(items, ANSWERS, strict=True):
        learnt = [label for label in item["labels"] if label != IGNORED]
        ignored = item["input_ids"][: -len(learnt)]

        assert learnt == [*tokenizer(answer)["input_ids"], tokenizer.eos_token_id]
        assert tokenizer.decode(ignored) == context + PROMPT_END
        assert item["labels"] == [IGNORED] * len(ignored) + item["input_ids"][len(ignored) :]


@pytest.mark.parametrize(("max_length", "count"), [(200, 0), (20, 2)])
def test_what_is_too_long_is_counted(max_length, count):
    rows = [Pair(str(n), *pair, "train", "new") for n, pair in enumerate(ANSWERS)]
    short = Pair("short", "a", "b", "train", "new")
    tokenizer = make_byte_tokenizer([text for pair in ANSWERS for text in pair], max_length)
    inputs = PairInputs([*rows, short], tokenizer, max_length)

    assert count_cut(inputs) == count


def test_words_of_weight_0_are_read_and_never_learnt():
    tokenizer, items = items_of(200)

    for item in items:
        learnt = [label for label in item["labels"] if label != IGNORED]
        assert "WRONG" in tokenizer.decode(item["input_ids"])
        assert "WRONG" not in tokenizer.decode(learnt)


def test_a_chat_that_is_too_long_loses_its_beginning_and_keeps_its_answer():
    tokenizer, items = items_of(20)

    for item, (context, answer) in zip(items, ANSWERS, strict=True):
        learnt = [label for label in item["labels"] if label != IGNORED]
        kept = tokenizer.decode(item["input_ids"][: -len(learnt)])

        assert len(item["input_ids"]) == 20
        assert tokenizer.decode(learnt, skip_special_tokens=True) == answer
        assert kept and (context + PROMPT_END).endswith(kept)
