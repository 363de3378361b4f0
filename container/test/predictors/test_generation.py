"""Answers as their caller wants them written, by a tiny random model: nonsense, but always the
same."""

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from deeptune_trainer.data.pair_data import PROMPT_END, prompt_ids
from deeptune_trainer.models.answering import reading
from deeptune_trainer.models.text.byte_tokenizer import make_byte_tokenizer
from deeptune_trainer.predictors.predictor import predict_json
from deeptune_trainer.predictors.text_to_text import TextToText

LIMIT = 40  # tokens that the model reads
USUAL = 6  # tokens of an answer, where nobody asks for a number


@pytest.fixture(scope="module")
def predictor():
    tokenizer = make_byte_tokenizer(["some words to know"], LIMIT)
    torch.manual_seed(1)
    size = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1}
    heads = {"num_attention_heads": 2, "max_position_embeddings": LIMIT}
    config = LlamaConfig(vocab_size=len(tokenizer), **size, **heads)
    config.prompt_end, config.max_new_tokens = PROMPT_END, USUAL
    return TextToText(LlamaForCausalLM(config).eval(), tokenizer)


def answer(predictor, text="say it", **wishes):
    """The output for one text with these wishes."""
    (output,) = predict_json(predictor, [{"text": text, "generation": wishes}])
    return output


def test_tokens_are_counted_and_a_limit_is_told_from_an_end(predictor):
    asked = prompt_ids(predictor.tokenizer, "say it", PROMPT_END)

    usual, short = answer(predictor), answer(predictor, max_new_tokens=2)

    assert usual["usage"] == {"prompt_tokens": len(asked), "completion_tokens": USUAL}
    assert short["usage"]["completion_tokens"] == 2
    assert usual["finish_reason"] == short["finish_reason"] == "length"
    assert usual["text"].startswith(short["text"])


def test_an_answer_without_wishes_is_the_text_alone(predictor):
    (plain,) = predict_json(predictor, [{"text": "say it"}])

    assert plain == {"text": answer(predictor)["text"]}


@pytest.mark.parametrize("padding", [[], [0, 0]])
def test_an_answer_ends_where_the_model_ends_it(predictor, padding):
    tokenizer = predictor.tokenizer
    words = tokenizer("some words")["input_ids"]

    ended = reading(tokenizer, [*words, tokenizer.eos_token_id, *padding], 7, ())

    assert (ended.text, ended.is_complete) == ("some words", True)
    assert (ended.prompt_tokens, ended.completion_tokens) == (7, len(words))


def test_a_stop_text_ends_the_answer_and_is_not_part_of_it(predictor):
    whole = answer(predictor, max_new_tokens=20)["text"]
    stop = whole[5:7]
    first = whole.index(stop)

    stopped = answer(predictor, max_new_tokens=20, stop=["never said", stop])

    assert stopped["text"] == whole[:first] and stopped["finish_reason"] == "stop"
    assert stopped["usage"]["completion_tokens"] < 20


def test_a_seed_gives_the_same_answer_alone_and_in_company(predictor):
    drawn = {"temperature": 1.5, "seed": 3}
    request = {"text": "say it", "generation": drawn}

    first, again = answer(predictor, **drawn), answer(predictor, **drawn)
    among = predict_json(predictor, [{"text": "other"}, request, {"text": "say it"}])

    assert first == again == among[1]
    assert among[2]["text"] == answer(predictor)["text"], "what is not drawn is the likeliest"
    assert answer(predictor, **{**drawn, "seed": 4}) != first
    assert len({answer(predictor, temperature=1.5)["text"] for _ in range(5)}) > 1


@pytest.mark.parametrize(
    "wishes", [{"temperature": 0, "top_p": 1}, {"temperature": 0.0001, "seed": 1}]
)
def test_cold_answers_are_the_likeliest(predictor, wishes):
    assert answer(predictor, **wishes) == answer(predictor)


def test_a_small_share_of_likelihood_leaves_the_likeliest_token(predictor):
    assert answer(predictor, temperature=2, top_p=1e-6, seed=1) == answer(predictor)


def test_a_prompt_that_is_too_long_is_an_error_of_its_own(predictor):
    outputs = predict_json(
        predictor, [{"text": "x" * 99, "generation": {}}, {"text": "say it", "generation": {}}]
    )

    assert outputs[0]["error"]["code"] == "context-length-exceeded"
    assert f"at most {LIMIT} tokens" in outputs[0]["error"]["message"]
    assert outputs[1] == answer(predictor)


def test_an_answer_ends_where_the_model_reads_no_more(predictor):
    text = "x" * 30
    left = LIMIT - len(prompt_ids(predictor.tokenizer, text, PROMPT_END))

    output = answer(predictor, text, max_new_tokens=10_000)

    assert output["usage"]["completion_tokens"] == left > 0
    assert output["finish_reason"] == "length"


@pytest.mark.parametrize("wishes", [{"top_k": 5}, 3])
def test_what_is_not_understood_is_named(predictor, wishes):
    (output,) = predict_json(predictor, [{"text": "say it", "generation": wishes}])

    assert "generation" in output["error"]["message"]
