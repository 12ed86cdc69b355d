"""The prompts of Evol-Instruct's operations."""

from goldsmith.generate.evol_instruct import OPERATIONS
from goldsmith_distilabel.prompting import Prompt

__all__ = ["INFORMATION_GAIN", "OPERATION_PROMPTS", "RESPOND", "VERDICT_SCHEMA"]

_FOLDERS = {"general": "evol_instruct", "code": "evol_code", "math": "evol_math"}

OPERATION_PROMPTS = {
    (variant, operation): Prompt("goldsmith_distilabel.generate", f"{_FOLDERS[variant]}/{operation}")
    for variant, operations in OPERATIONS.items()
    for operation in operations
}
INFORMATION_GAIN = Prompt("goldsmith_distilabel.generate", "evol_instruct/information_gain")
RESPOND = Prompt("goldsmith_distilabel.generate", "evol_instruct/respond")

VERDICT_SCHEMA = {
    "type": "object",
    "properties": {"verdict": {"type": "string", "enum": ["Equal", "Not Equal"]}},
    "required": ["verdict"],
    "additionalProperties": False,
}
