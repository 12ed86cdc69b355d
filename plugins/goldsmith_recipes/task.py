"""What a labelling run is about: its classes, the words the model is told, and the functions that vote."""

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path

from snorkel.labeling import LabelingFunction

from goldsmith.errors import InputError

__all__ = ["LabelTask", "load_task"]


@dataclass(frozen=True)
class LabelTask:
    """A classification task.

    Attributes:
        instruction: what the labeller, person or model, is asked to do.
        classes: label -> what it means, in the order of the class numbers that functions vote with.
        document: what one row is, as it would stand in "Write ...".
        functions: Snorkel labeling functions; they see a row's columns as attributes and its text as `.text`.
        examples: label -> texts it is right for, shown to the model; a very small model needs some.
        words: label -> the word the model answers, where the label itself is not a good one to ask for.
        personas: {"persona": who writes, "wish": what they want to write}; one synthetic row is written for each.
    """

    instruction: str
    classes: dict[str, str]
    document: str = "a short text"
    functions: tuple[LabelingFunction, ...] = ()
    examples: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    personas: tuple[dict[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a task with fewer than two classes.

        Raises:
            InputError: there is nothing to choose between.
        """
        if len(self.classes) < 2:
            raise InputError(f"a task needs at least two classes, got {', '.join(self.classes) or 'none'}")


def load_task(path: Path) -> LabelTask:
    """Load `TASK` from a Python file such as `goldsmith_recipes/youtube.py`. The file is run: load only your own.

    Raises:
        InputError: no such file, it raises, or it defines no `LabelTask` named TASK.
    """
    if not path.is_file():
        raise InputError(f"{path} does not exist: --task wants a Python file that defines TASK")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise InputError(f"{path} is not a Python file: --task wants one that defines TASK")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as err:
        raise InputError(f"{path} could not be loaded: {type(err).__name__}: {err}") from err
    task = getattr(module, "TASK", None)
    if not isinstance(task, LabelTask):
        raise InputError(
            f"{path} defines no LabelTask named TASK; goldsmith_recipes/youtube.py is an example"
        )
    return task
