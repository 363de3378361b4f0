"""No code that lies beside weights is ever run."""

import ast
import json
from pathlib import Path

import pytest
from transformers import AutoModel

import deeptune_trainer
from deeptune_trainer.contract.failures import PlatformFault
from deeptune_trainer.models.base.architectures import from_base_model
from deeptune_trainer.models.text.tokenization import load_tokenizer

SOURCES = sorted(Path(deeptune_trainer.__file__).parent.rglob("*.py"))


def loading_calls(source: Path) -> list[ast.Call]:
    """Every call of a method `from_pretrained`."""
    calls = [n for n in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(n, ast.Call)]
    return [
        call
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "from_pretrained"
    ]


def test_every_call_that_loads_says_that_code_is_not_trusted():
    calls = [(source.name, call) for source in SOURCES for call in loading_calls(source)]

    trusted = [
        f"{name}:{call.lineno}"
        for name, call in calls
        if not any(
            word.arg == "trust_remote_code"
            and isinstance(word.value, ast.Constant)
            and word.value.value is False
            for word in call.keywords
        )
    ]

    assert len(calls) >= 10
    assert trusted == []


def test_a_folder_that_brings_its_own_code_is_refused_and_the_code_not_run(tmp_path):
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'w').close()\nclass Own: pass\n"
    (tmp_path / "own.py").write_text(code, encoding="utf-8")
    config = {"model_type": "own", "auto_map": {"AutoConfig": "own.Own", "AutoModel": "own.Own"}}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    tokenizer = {"auto_map": {"AutoTokenizer": ["own.Own", None]}, "tokenizer_class": "Own"}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(tokenizer), encoding="utf-8")

    for pretrained in (True, False):
        with pytest.raises(PlatformFault, match="trust_remote_code"):
            from_base_model(AutoModel, str(tmp_path), {}, pretrained)
    with pytest.raises(PlatformFault):
        load_tokenizer(tmp_path)
    assert not marker.exists()
