"""The inputs and outputs of a task in a model's answer."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from goldsmith.errors import UnreadableError

__all__ = ["Instance", "Instances", "read_input_first", "read_output_first"]

_LABEL = re.compile(
    r"^[ \t>#*_-]{0,8}(?P<name>example|class label|label|input|output|task)[ \t]{0,2}(?:#?[0-9]{1,3})?"
    r"(?:[*_]{0,3}[:.)][*_]{0,3}|[*_]{0,3}[ \t]*$)[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_RUN = 5  # words on end that nobody writes by chance
_NOTHING = frozenset(
    {"", "n/a", "na", "none", "no input", "no input needed", "noinput", "not applicable", "empty", "-"}
)


class Instance(NamedTuple):
    """One input of a task, which may be empty, and its output."""

    input: str
    output: str


@dataclass
class Instances:
    """The instances that are kept, and for each other one why it is not."""

    kept: list[Instance] = field(default_factory=list)
    dropped: list[tuple[Instance, str]] = field(default_factory=list)

    @property
    def problem(self) -> str:
        """Why none is kept, or ""."""
        if self.kept:
            return ""
        reasons = Counter(reason for _, reason in self.dropped)
        said = ", ".join(f"{reason} ({count})" for reason, count in reasons.items())
        return f"no instance is left: {said}"


def read_input_first(text: str, *, cut: bool = False, limit: int = 5, shown: str = "") -> Instances:
    r"""Return the instances of a task that is no classification, written as "Example", "Input:", "Output:".

    "Example" may be left out, and an input that there is none of; "N/A" and the like are no input. Dropped (Wang et
    al. 2022, section 2.2, and its released code) are: the last, if the answer was `cut` by the length limit; one whose
    output is empty or is its input; one that ends with a colon; *all*, if one input (not the empty one) has two
    outputs; repeats, and any beyond `limit`. Ours: dropped is also what repeats five words on end of the examples `shown`.

    >>> read_input_first("Example 1\nInput: 2+2\nOutput: 4\n\nExample 2\nInput: 3+3\nOutput: 6").kept
    [Instance(input='2+2', output='4'), Instance(input='3+3', output='6')]

    Raises:
        UnreadableError: none of these words begins a line.
    """
    return _sifted(_input_first(text), cut=cut, limit=limit, shown=shown, form='"Input:" and "Output:"')


def read_output_first(text: str, *, cut: bool = False, limit: int = 5, shown: str = "") -> Instances:
    r"""Return the instances of a classification task, written as "Class label:" and then an input of that class.

    What is dropped is as in `read_input_first`.

    >>> read_output_first("Class label: positive\nInput: I loved it.\n\nClass label: negative\nBoring!").kept
    [Instance(input='I loved it.', output='positive'), Instance(input='Boring!', output='negative')]

    Raises:
        UnreadableError: "Class label:" begins no line.
    """
    return _sifted(_output_first(text), cut=cut, limit=limit, shown=shown, form='"Class label:"')


def _parts(text: str) -> Iterator[tuple[str, str]]:
    labels = list(_LABEL.finditer(text))
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=False):  # nothing ends where no label is
        name = label["name"].lower()
        if name == "task":  # the model goes on with a task of its own
            return
        yield name.removeprefix("class "), text[label.end() : end].strip()


def _input_first(text: str) -> Iterator[Instance]:
    given: dict[str, str] = {}
    for name, said in _parts(text):
        if name == "label" or (name == "example" and not said and not given):
            continue
        if name == "example" or name in given or (name == "input" and "output" in given):
            if given:
                yield _instance(given)
            given = {}
        if name != "example" or said:
            given[name] = said
    if given:
        yield _instance(given)


def _instance(given: dict[str, str]) -> Instance:
    # After "Example" alone stands the input if an output follows, else the output.
    if "output" in given:
        return Instance(_input(given.get("input", given.get("example", ""))), given["output"])
    return Instance(_input(given.get("input", "")), given.get("example", ""))


def _output_first(text: str) -> Iterator[Instance]:
    label: str | None = None
    said_input = ""
    for name, said in _parts(text):
        if name == "label":
            if label is not None:
                yield Instance(_input(said_input), label)
            label, _, said_input = (part.strip() for part in said.partition("\n"))
        elif name == "input" and label is not None:
            said_input = said
    if label is not None:
        yield Instance(_input(said_input), label)


def _input(text: str) -> str:
    return "" if text.strip(" ()<>[].*").lower() in _NOTHING else text


def _sifted(instances: Iterable[Instance], *, cut: bool, limit: int, shown: str, form: str) -> Instances:
    found = list(instances)
    if not found:
        raise UnreadableError(f"instances were asked for in the form {form}, and there are none")
    sifted = Instances()
    if cut:
        sifted.dropped.append((found.pop(), "cut by the length limit"))
    examples = _runs(shown)
    for instance in found:
        problem = _problem(instance)
        if not problem and not examples.isdisjoint(_runs(instance.input) | _runs(instance.output)):
            problem = "repeats an example"
        if not problem and instance in sifted.kept:
            problem = "repeats another"
        if problem:
            sifted.dropped.append((instance, problem))
        else:
            sifted.kept.append(instance)
    outputs = Counter(instance.input for instance in sifted.kept if instance.input)
    rest = sifted.kept if any(count > 1 for count in outputs.values()) else sifted.kept[limit:]
    reason = f"beyond {limit}" if rest is not sifted.kept else "one input has two different outputs"
    sifted.dropped += [(instance, reason) for instance in rest]
    sifted.kept = sifted.kept[: len(sifted.kept) - len(rest)]
    return sifted


def _problem(instance: Instance) -> str:
    if not instance.output:
        return "the output is empty"
    if instance.input == instance.output:
        return "the input is the output"
    if instance.input.endswith(":") or instance.output.endswith(":"):
        return "ends with a colon"
    return ""


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
