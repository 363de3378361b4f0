"""Tokenizers: a small one made from the job's own texts, a parent's, or a base model's."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from ...contract.failures import PlatformFault

VOCABULARY_SIZE, MAX_CHARACTERS = 2000, 400
MAX_ADDED = 1000  # words that a child adds to its parent's vocabulary
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]


def make_tokenizer(texts: Iterator[Any] | Sequence[str], max_length: int) -> Any:
    """A WordPiece tokenizer of at most VOCABULARY_SIZE pieces, lower-casing, in the BERT input
    form.

    The pieces are the most frequent characters and words of `texts`. The tokenizers library's own
    trainer is not used: it breaks ties at random, and a restarted job must arrive at the same
    pieces.
    """
    core = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    core.normalizer = normalizers.BertNormalizer(lowercase=True)
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    core.model = models.WordPiece(vocabulary_of(core, texts), unk_token="[UNK]")
    ends = [("[CLS]", core.token_to_id("[CLS]")), ("[SEP]", core.token_to_id("[SEP]"))]
    core.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=ends
    )
    return wrapped(core, max_length)


def wrapped(core: Any, max_length: int) -> Any:
    """`core` as a transformers tokenizer."""
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    return PreTrainedTokenizerFast(tokenizer_object=core, model_max_length=max_length, **names)


def with_words_of(tokenizer: Any, texts: Iterator[Any] | Sequence[str]) -> Any:
    """The parent's tokenizer with the frequent words of `texts` that it would spell in pieces,
    after its own: every old piece keeps its number."""
    state = json.loads(tokenizer.backend_tokenizer.to_str())
    known = state["model"]["vocab"]
    words = words_of(tokenizer.backend_tokenizer, texts)
    added = most_frequent({w: n for w, n in words.items() if w not in known}, MAX_ADDED)
    known |= {word: len(known) + place for place, word in enumerate(added)}
    core = Tokenizer.from_str(json.dumps(state))
    return wrapped(core, tokenizer.model_max_length)


def words_of(core: Any, texts: Iterator[Any] | Sequence[str]) -> Counter[str]:
    """How often each word stands in `texts`, as the tokenizer splits them."""
    words: Counter[str] = Counter()
    for text in texts:
        normal = core.normalizer.normalize_str(text)
        words.update(word for word, _ in core.pre_tokenizer.pre_tokenize_str(normal))
    return words


def vocabulary_of(core: Any, texts: Iterator[Any] | Sequence[str]) -> dict[str, int]:
    """piece -> number: special tokens, then characters (alone and inside a word), then words."""
    words = words_of(core, texts)
    characters: Counter[str] = Counter()
    for word, count in words.items():
        characters.update(dict.fromkeys(word, count))
    known = most_frequent(characters, MAX_CHARACTERS)
    pieces = [*SPECIAL, *known, *(f"##{c}" for c in known), *most_frequent(words, VOCABULARY_SIZE)]
    distinct = list(dict.fromkeys(pieces))[:VOCABULARY_SIZE]
    return {piece: number for number, piece in enumerate(distinct)}


def most_frequent(counts: Counter[str] | dict[str, int], max_count: int) -> list[str]:
    """The keys with the highest counts, equal counts in alphabetical order."""
    return sorted(counts, key=lambda key: (-counts[key], key))[:max_count]


def load_tokenizer(source: Path | str) -> Any:
    """The tokenizer in a folder or of a hub id, with a padding token; PlatformFault
    `tokenizer-unavailable`."""
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(source), trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise PlatformFault("tokenizer-unavailable", f"{source}: {error}") from error
    if tokenizer.pad_token is None:  # GPT models have none
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer
