"""How many tokens a text has for a given tokenizer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.named_function import named_function
from goldsmith.text import well_formed

__all__ = ["token_counter"]


def token_counter(tokenizer: str) -> Callable[[str], int]:
    """Return what counts a text's tokens, without the marks that a model puts around a text.

    Args:
        tokenizer: a `tokenizer.json` as the tokenizers library writes it, the folder of a model that has one, or
            "package.module:function" of a function from a text to its tokens, such as a tiktoken encoder's `encode`.

    Raises:
        InputError: there is no such file, it holds no tokenizer, or there is no such function.
        MissingExtraError: the file is to be read and tokenizers is not installed.

    >>> token_counter("shlex:split")("one 'two three'")
    2
    """
    path = Path(tokenizer).expanduser()
    if path.is_dir():
        path /= "tokenizer.json"
    if not path.is_file():
        if ":" not in tokenizer:
            raise InputError(
                f"there is no tokenizer at {path}: give a tokenizer.json, a folder that has one, or package.module:function"
            )
        return _counted(named_function(tokenizer))
    kind = require("tokenizers", extra="semantic").Tokenizer
    try:
        encode = kind.from_file(str(path)).encode
    except Exception as err:  # the library raises nothing narrower
        raise InputError(f"{path} holds no tokenizer: {err}") from err
    return lambda text: len(encode(well_formed(text), add_special_tokens=False).ids)


def _counted(tokens_of: Callable[[str], Any]) -> Callable[[str], int]:
    return lambda text: len(tokens_of(text))
