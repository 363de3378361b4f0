"""A small reversible tokenizer for text generation, made from the job's own texts: every text comes
back byte for byte."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

VOCABULARY_SIZE = 1500
MAX_ADDED = 500  # words that a child adds to its parent's vocabulary
SPECIAL = ["<pad>", "<s>", "</s>", "<unk>"]


def make_byte_tokenizer(texts: Iterator[Any] | Sequence[str], max_length: int) -> Any:
    """A Unigram tokenizer of the 256 bytes (as in GPT-2) and the most frequent words of `texts`.

    Scores are the words' log frequencies, a lone byte's below all of them. The tokenizers library's
    own trainers break ties at random, and a restarted job must arrive at the same pieces.
    """
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = frequent_words(texts)[: VOCABULARY_SIZE - len(SPECIAL) - len(letters)]
    rarest = min([score for _, score in words], default=0.0) - 3.0
    pieces = [(name, 0.0) for name in SPECIAL] + [(letter, rarest) for letter in letters] + words
    core = Tokenizer(models.Unigram(pieces, SPECIAL.index("<unk>")))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    return wrapped(core, max_length)


def extended(tokenizer: Any, texts: Iterator[Any] | Sequence[str]) -> Any:
    """The parent's tokenizer with the frequent words of `texts` that it would spell in pieces,
    after its own: every old piece keeps its number. Unchanged where there are none."""
    state = json.loads(tokenizer.backend_tokenizer.to_str())
    known = {piece for piece, _ in state["model"]["vocab"]}
    added = [[word, score] for word, score in frequent_words(texts) if word not in known]
    if not added:
        return tokenizer
    state["model"]["vocab"] += added[:MAX_ADDED]
    return wrapped(Tokenizer.from_str(json.dumps(state)), tokenizer.model_max_length)


def wrapped(core: Any, max_length: int) -> Any:
    """`core` as a transformers tokenizer."""
    names: dict[str, Any] = {
        "pad_token": "<pad>",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
    }
    # A text that contains "</s>" must not end the model's input.
    names["split_special_tokens"] = True
    return PreTrainedTokenizerFast(tokenizer_object=core, model_max_length=max_length, **names)


def frequent_words(texts: Iterator[Any] | Sequence[str]) -> list[tuple[str, float]]:
    """[(word, log frequency)] of what stands at least twice in `texts`, the most frequent first,
    equal ones in alphabetical order."""
    splitter = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words: Counter[str] = Counter()
    for text in texts:
        words.update(word for word, _ in splitter.pre_tokenize_str(text))
    repeated = [word for word, count in words.items() if count > 1 and len(word) > 1]
    repeated.sort(key=lambda word: (-words[word], word))
    return [(word, math.log(words[word] / words.total())) for word in repeated]
