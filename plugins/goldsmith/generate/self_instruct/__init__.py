"""The rules of Self-Instruct (Wang et al. 2022): what is shown to a model, and what counts in its answers."""

from goldsmith.generate.self_instruct.demonstrations import choose_demonstrations
from goldsmith.generate.self_instruct.instances import (
    Instance,
    Instances,
    read_input_first,
    read_output_first,
)
from goldsmith.generate.self_instruct.instruction_rules import InstructionRules
from goldsmith.generate.self_instruct.numbered_list import read_numbered
from goldsmith.generate.self_instruct.task_pool import JudgedInstruction, TaskPool
from goldsmith.generate.self_instruct.yes_or_no import read_yes_or_no

__all__ = [
    "Instance",
    "Instances",
    "InstructionRules",
    "JudgedInstruction",
    "TaskPool",
    "choose_demonstrations",
    "read_input_first",
    "read_numbered",
    "read_output_first",
    "read_yes_or_no",
]
