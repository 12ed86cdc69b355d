"""Whether Label Studio would show a prediction: it accepts any, and shows nothing of a wrong one."""

import copy
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from label_studio_sdk.label_interface.interface import LabelInterface

__all__ = ["prediction_errors"]

Region = Mapping[str, Any]


def prediction_errors(
    config: str, prediction: Mapping[str, Any], data: Mapping[str, Any] | None = None
) -> list[str]:
    """Return what is wrong with a prediction for tasks of the labeling configuration `config`; nothing if all is well.

    The SDK's own check rejects every answer to a `<Pairwise>` and knows no control within a `<Repeater>`; both are checked here.

    Args:
        config: the XML.
        prediction: with its `result` and, if it has one, `score`.
        data: the task's; it says how often a `<Repeater>` repeats. Without it, any index will do.

    >>> config = '<View><Text name="a" value="$a"/><Text name="b" value="$b"/><Pairwise name="better" toName="a,b"/></View>'
    >>> answer = {"from_name": "better", "to_name": "better", "type": "pairwise", "value": {"selected": "left"}}
    >>> prediction_errors(config, {"result": [answer]})
    []
    >>> prediction_errors(config, {"result": [answer | {"value": {"selected": "a"}}]})
    ["'better': expected 'left' or 'right', got 'a'"]
    """
    result = prediction.get("result")
    if not isinstance(result, list):
        return ["'result' must be a list"]
    pairs = _pairs(config)
    of_pairs = [one for one in result if isinstance(one, dict) and one.get("from_name") in pairs]
    others = [one for one in result if one not in of_pairs]
    xml = _expanded(config, result, data) if "<Repeater" in config else config
    errors: list[str] = _interface(xml).validate_prediction(
        {**prediction, "result": others}, return_errors=True
    )  # type: ignore[no-untyped-call]
    return errors + [error for one in of_pairs for error in _pair_errors(one)]


@lru_cache(maxsize=32)
def _interface(config: str) -> LabelInterface:
    return LabelInterface(config)


@lru_cache(maxsize=32)
def _pairs(config: str) -> frozenset[str]:
    return frozenset(one.get("name", "") for one in _read(config).iter("Pairwise"))


def _read(config: str) -> ET.Element:
    return ET.fromstring(config)  # noqa: S314 - the server's own, or ours


def _pair_errors(region: Region) -> list[str]:
    """Check what the page makes of a click: the control's name twice, and a side."""
    name, value = region["from_name"], region.get("value")
    selected = value.get("selected") if isinstance(value, dict) else value
    errors = [
        f"{name!r}: expected {key} {wanted!r}, got {region.get(key)!r}"
        for key, wanted in (("to_name", name), ("type", "pairwise"))
        if region.get(key) != wanted
    ]
    if selected not in ("left", "right"):
        errors.append(f"{name!r}: expected 'left' or 'right', got {selected!r}")
    return errors


def _expanded(config: str, result: Sequence[Region], data: Mapping[str, Any] | None) -> str:
    """Return the configuration with what is in a `<Repeater>` written out, as often as the page repeats it."""
    root = _read(config)
    for parent in list(root.iter()):
        for place, child in reversed(list(enumerate(parent))):
            if child.tag == "Repeater":
                times = _times(child, result, data)
                parent[place : place + 1] = [
                    copied for index in range(times) for copied in _copies(child, index)
                ]
    return ET.tostring(root, encoding="unicode")


def _times(repeater: ET.Element, result: Sequence[Region], data: Mapping[str, Any] | None) -> int:
    if data is not None:
        repeated = data.get(repeater.get("on", "").removeprefix("$"))
        return len(repeated) if isinstance(repeated, list) else 0
    parts = [one.get("name", "").split(_flag(repeater), 1) for one in repeater.iter()]
    names = [r"(\d+)".join(map(re.escape, part)) for part in parts if len(part) == 2]
    found = [
        int(match[1])
        for one in result
        for name in names
        if (match := re.fullmatch(name, str(one.get("from_name"))))
    ]
    return max(found, default=-1) + 1


def _flag(repeater: ET.Element) -> str:
    return repeater.get("indexFlag", "{{idx}}")


def _copies(repeater: ET.Element, index: int) -> list[ET.Element]:
    children = copy.deepcopy(list(repeater))
    for child in children:
        for element in child.iter():
            element.attrib = {
                key: value.replace(_flag(repeater), str(index)) for key, value in element.attrib.items()
            }
    return children
