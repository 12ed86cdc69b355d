"""The forms of training rows by name, and which of them rows can take."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import InputError
from goldsmith.export.to_chain_dpo import to_chain_dpo
from goldsmith.export.to_classification import to_classification
from goldsmith.export.to_dpo import to_dpo
from goldsmith.export.to_kto import to_kto
from goldsmith.export.to_prm import to_prm
from goldsmith.export.to_reasoning_sft import to_reasoning_sft
from goldsmith.export.to_rlvr import to_rlvr
from goldsmith.export.to_sft import to_sft

__all__ = ["FORMS", "Form", "chosen_form", "form_named"]

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """A form of training rows.

    Attributes:
        make: rows -> training rows.
        takes: sets of columns; rows with all of one of them can take the form.
        task: of the Hub.
        label_column: whether `make` takes one.
        all_rows: whether it learns from rows that were dropped too.
        question: columns, of which the first that a row has names its question, where all rows of one are needed at once.
        guessed: whether rows that can take it are taken to be meant for it, where nobody says.
    """

    make: Callable[..., list[dict[str, Any]]]
    takes: tuple[frozenset[str], ...]
    task: str = "text-generation"
    label_column: bool = False
    all_rows: bool = False
    question: tuple[str, ...] = ()
    guessed: bool = True

    def fits(self, columns: Collection[str]) -> bool:
        """Return whether rows with these columns can take the form."""
        return any(wanted <= set(columns) for wanted in self.takes)


def _sets(*columns: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split()) for one in columns)


FORMS = {  # the most telling columns first: so are forms guessed
    "prm": Form(to_prm, _sets("instruction steps step_labels")),
    "dpo": Form(to_dpo, _sets("prompt chosen rejected", "instruction chosen rejected")),
    "reasoning-sft": Form(to_reasoning_sft, _sets("instruction chain response")),
    "sft": Form(to_sft, _sets("messages", "instruction instances", "instruction generation")),
    "classification": Form(
        to_classification, _sets("text final_label", "text label"), "text-classification", label_column=True
    ),
    "kto": Form(
        to_kto,
        _sets(
            "prompt chosen rejected",
            "instruction chosen rejected",
            "prompt generation",
            "instruction generation",
        ),
        label_column=True,
        guessed=False,
    ),
    "chain-dpo": Form(
        to_chain_dpo,
        _sets("instruction chain response"),
        all_rows=True,
        question=("question_id", "id"),
        guessed=False,
    ),
    "rlvr": Form(
        to_rlvr,
        _sets("instruction answer", "instruction tests"),
        question=("question_id", "instruction"),
        guessed=False,
    ),
}


def form_named(name: str) -> Form:
    """Return a form.

    Raises:
        InputError: there is none of that name.
    """
    if name not in FORMS:
        raise InputError(f"there is no form {name!r}: choose one of {', '.join(FORMS)}")
    return FORMS[name]


def chosen_form(rows: Iterable[Row]) -> str:
    """Return the form that rows with the columns of the first one are most likely meant for.

    >>> chosen_form([{"instruction": "2 + 2?", "chosen": "4", "rejected": "5", "generation": "4"}])
    'dpo'

    Raises:
        InputError: there is no row, or its columns fit no form.
    """
    first = next(iter(rows), None)
    if first is None:
        raise InputError("there is no row to export")
    filled = [name for name, value in first.items() if value is not None]
    for name, form in FORMS.items():
        if form.guessed and form.fits(filled):
            return name
    wanted = "; ".join(f"{name}: {' + '.join(sorted(form.takes[0]))}" for name, form in FORMS.items())
    raise InputError(
        f"the columns {', '.join(map(str, first))} fit no form. Rename columns to those of one: {wanted}"
    )
