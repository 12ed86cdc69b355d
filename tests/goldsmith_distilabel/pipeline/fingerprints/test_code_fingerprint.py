"""Code counts as far as it runs: what it says about itself does not."""

import sys
import types
from pathlib import Path
from typing import Any, ClassVar

import pytest
from distilabel.models.llms.base import LLM
from distilabel.steps import (
    Step,
    StepInput,
)
from distilabel.typing import StepOutput
from pydantic import BaseModel, PrivateAttr

from goldsmith.labels import label_answer
from goldsmith_distilabel.label import LLMLabel
from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.pipeline.fingerprints import code_origin
from goldsmith_distilabel.pipeline.fingerprints.of_a_step import fingerprint, step_fingerprint


class Holder(Step):
    """A step with a field of any kind."""

    value: Any = None

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield rows


def held(value: Any) -> str:
    return step_fingerprint(Holder(value=value))


def built(source: str, **names: Any) -> str:
    """The fingerprint of `Made()` after running `source` as a user's module would."""
    namespace: dict[str, Any] = {"__name__": "written_by_a_user", "Step": Step, "Any": Any, **names}
    namespace |= {
        "ClassVar": ClassVar,
        "PrivateAttr": PrivateAttr,
        "BaseModel": BaseModel,
        "StepInput": StepInput,
    }
    exec(compile(source, "<user's>", "exec"), namespace)
    return step_fingerprint(namespace["Made"]())


CODE = '''
class Base(Step):
    """The base."""

    def helper(self, row):
        return row | {"a": 1}

def clean(text):
    """Clean."""
    return squeeze(text) + SUFFIX

def squeeze(text):
    return even(len(text)) and text.strip()

def even(n):
    return n == 0 or odd(n - 1)

def odd(n):
    return n > 0 and even(n - 1)

SUFFIX = "."
LIMITS = {"low": {1, 2}, "high": (3, 4)}

class Config:
    prompt = "Say it in French."

    @staticmethod
    def build():
        return 1

    @property
    def size(self):
        return 10

CONFIG = Config()

def logged(function):
    import functools

    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner

@logged
def decorated(text):
    return text + "decorated"

class Options(BaseModel):
    _bounds: dict = PrivateAttr(default={"low": 1})

class Made(Base):
    """A step."""

    value: Any = 5
    words: ClassVar[list] = ["one", "two"]
    _template: str = PrivateAttr(default="Rate {{ text }}")

    def process(self, inputs: StepInput):
        """Do it."""
        # A comment.
        def inner(text):
            return [clean(part) for part in text.split(LIMITS["low"])]

        class Local:
            "Within."
            size = 3

        for row in inputs:
            row["b"] = inner(row["text"]), Config.build(), CONFIG.size, Options(), decorated(""), Local.size, row in {"x", "y"}
            row["c"] = helpers.clean(row["text"], limit=4)
        yield [super(Made, self).helper(row) for row in inputs]
'''
HELPERS = """
import json
FACTOR = 2
def clean(text, limit):
    return text[: limit * FACTOR]
def unused(text):
    return text
"""

CODE_CHANGES = {
    "a method": ('row["b"] =', 'row["bb"] ='),
    "a base's method": ('{"a": 1}', '{"a": 2}'),
    "a function used": ("squeeze(text) + SUFFIX", "SUFFIX + squeeze(text)"),
    "a function used by a function": ("text.strip()", "text.lstrip()"),
    "a function in a circle": ("n > 0 and", "n > 1 and"),
    "a module's constant": ('SUFFIX = "."', 'SUFFIX = "!"'),
    "a module's set": ('"low": {1, 2}', '"low": {1, 3}'),
    "an attribute of a class used": ("in French", "in Spanish"),
    "a static method": ("return 1\n", "return 2\n"),
    "a property": ("return 10", "return 11"),
    "what a decorator wraps": ('text + "decorated"', 'text + "adorned"'),
    "the decorator": ("return function(*args)", "return function(*args) or None"),
    "a class variable": ('["one", "two"]', '["one", "three"]'),
    "a private attribute's default in a class used": ('"low": 1}', '"low": 2}'),
    "a private attribute's default": ("Rate {{ text }}", "Judge {{ text }}"),
    "a field's default": ("value: Any = 5", "value: Any = 6"),
    "a constant in a comprehension": ("clean(part) for", "clean(part + 'x') for"),
    "a set in the code": ('{"x", "y"}', '{"x", "z"}'),
    "a keyword": ("limit=4", "limit=5"),
    "a class within a function": ("size = 3", "size = 4"),
}

SAME_CODE = {
    "a comment": ("# A comment.", "# Another comment,\n        # of two lines."),
    "a docstring": ('"""Do it."""', '"""Do it well, this time."""'),
    "no docstring": ('        """Do it."""\n', ""),
    "a new docstring": ("def squeeze(text):\n", 'def squeeze(text):\n    """Squeeze."""\n'),
    "a class's docstring": ('"""A step."""', '"""A step of mine."""'),
    "a local class's docstring": ('"Within."', '"Inside."'),
    "no local class's docstring": ('            "Within."\n', ""),
    "blank lines": ("\ndef odd", "\n\n\n\ndef odd"),
    "where a function stands": ("\nCONFIG = Config()", "\ndef elsewhere(): pass\n\nCONFIG = Config()"),
    "what is not used": ("SUFFIX =", "UNUSED = 7\nSUFFIX ="),
    "the layout of an expression": (
        "n == 0 or odd(n - 1)",
        "(\n        n == 0\n        or odd(n - 1)\n    )",
    ),
}


def helpers(source: str = HELPERS) -> types.ModuleType:
    module = types.ModuleType("a_users_helpers")
    exec(source, vars(module))
    return module


@pytest.mark.parametrize(("old", "new"), CODE_CHANGES.values(), ids=CODE_CHANGES)
def test_changed_code_changes_the_fingerprint(old: str, new: str) -> None:
    assert CODE.count(old) == 1
    assert built(CODE, helpers=helpers()) != built(CODE.replace(old, new), helpers=helpers())


@pytest.mark.parametrize(("old", "new"), SAME_CODE.values(), ids=SAME_CODE)
def test_what_does_not_run_leaves_the_fingerprint(old: str, new: str) -> None:
    assert CODE.count(old) == 1
    assert built(CODE, helpers=helpers()) == built(CODE.replace(old, new), helpers=helpers())


def test_code_behind_a_module_counts_where_it_is_used() -> None:
    before = built(CODE, helpers=helpers())
    assert before != built(CODE, helpers=helpers(HELPERS.replace("text[:", "text[1:")))
    assert before != built(CODE, helpers=helpers(HELPERS.replace("FACTOR = 2", "FACTOR = 3")))
    assert before == built(CODE, helpers=helpers(HELPERS.replace("return text\n", "return text * 2\n")))


def test_a_module_imported_within_a_function_counts_imported_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "users_package").mkdir()
    (tmp_path / "users_package" / "__init__.py").touch()
    (tmp_path / "users_package" / "lazily.py").write_text("from .further import work\n")
    further = tmp_path / "users_package" / "further.py"
    source = """
class Made(Step):
    def process(self, inputs: StepInput):
        from users_package.lazily import work
        yield work(inputs)
"""
    seen = []
    for text in ("def work(x): return x", "def work(x): return x  # the same", "def work(x): return x[:1]"):
        further.write_text(text)
        seen.append(built(source))
    assert seen[0] == seen[1] != seen[2]
    monkeypatch.delitem(sys.modules, "users_package", raising=False)
    assert "users_package.lazily" not in sys.modules
    __import__("users_package.lazily")
    assert built(source) == seen[2]
    for name in [name for name in sys.modules if name.startswith("users_package")]:
        monkeypatch.delitem(sys.modules, name)


def test_a_module_handed_on_counts_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    source = """
import users_prompts
class Made(Step):
    def process(self, inputs: StepInput):
        yield getattr(users_prompts, "fr" + "ench")(inputs)
"""
    seen = []
    for text in ("def french(x): return x", "def french(x):\n    return x", "def french(x): return x[1:]"):
        (tmp_path / "users_prompts.py").write_text(text)
        seen.append(built(source))
    assert seen[0] == seen[1] != seen[2]
    monkeypatch.delitem(sys.modules, "users_prompts")


def test_the_code_of_the_models_class_counts() -> None:
    code = """
class Base(LLM):
    @property
    def model_name(self): return "m"
    def generate(self, inputs, num_generations=1): return self.ask(inputs)
    def ask(self, inputs): return "asked"

class Mine(Base):
    prefix: ClassVar[str] = "Dear"

class Made(Step):
    llm: Any = Mine()
    def process(self, inputs: StepInput):
        yield inputs
"""
    before = built(code, LLM=LLM)
    assert before == built(code, LLM=LLM)
    assert before != built(code.replace("asked", "told"), LLM=LLM)
    assert before != built(code.replace("Dear", "Hi"), LLM=LLM)


def test_goldsmiths_own_code_counts_in_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    label = LLMLabel(llm=LocalLLM(), labels={"a": "first", "b": "second"})
    before = step_fingerprint(label)
    monkeypatch.setattr(label_answer, "_HOSTED_TOKENS", 9)
    assert step_fingerprint(label) != before


def test_an_installed_library_counts_by_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "site-packages"
    monkeypatch.syspath_prepend(packages)

    def installed(version: str, code: str) -> str:
        for name in [name for name in sys.modules if name == "some_library"]:
            monkeypatch.delitem(sys.modules, name)
        for folder in packages.glob("*.dist-info"):
            folder.rename(packages / f"some_distribution-{version}.dist-info")
        folder = packages / f"some_distribution-{version}.dist-info"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: Some-Distribution\nVersion: {version}\n"
        )
        (folder / "RECORD").write_text("some_library.py,,\n")
        (packages / "some_library.py").write_text(code)
        code_origin._version.cache_clear()
        code_origin._records.cache_clear()
        namespace: dict[str, Any] = {}
        exec(
            compile(code, str(packages / "some_library.py"), "exec"),
            namespace | {"__name__": "some_library"},
            namespace,
        )
        return fingerprint(namespace["function"])

    first = installed("1.0", "def function(): return 1\n")
    assert first == installed("1.0", "def function(): return 2\n")
    assert first != installed("1.1", "def function(): return 1\n")


def test_a_schema_counts_with_the_words_a_model_reads() -> None:
    def schema(source: str) -> str:
        namespace: dict[str, Any] = {"BaseModel": BaseModel, "__name__": "a_users"}
        exec(source, namespace)
        return held({"format": "json", "schema": namespace["Answer"]})

    first = schema("class Answer(BaseModel):\n  'What to say.'\n  grade: int\n")
    assert first == schema("class Answer(BaseModel):\n  'What to say.'\n  # 1 to 5\n  grade: int\n")
    assert first != schema("class Answer(BaseModel):\n  'What to say.'\n  grade: str\n")
    assert first != schema("class Answer(BaseModel):\n  'What to say.'\n  grade: int | None\n")
    assert first != schema("class Answer(BaseModel):\n  'What to do.'\n  grade: int\n")
