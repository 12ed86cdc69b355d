"""What personas ask for: reading what a model writes for one, and what makes it worth keeping."""

from goldsmith.generate.persona_prompts.drop_reasons import persona_prompt_reason
from goldsmith.generate.persona_prompts.stated_constraints import (
    for_request,
    persona_words,
    unstated_constraints,
)
from goldsmith.generate.persona_prompts.tool_definition import TOOL_SCHEMA, read_tool
from goldsmith.generate.persona_prompts.written_for_persona import (
    PREFIXES,
    read_constrained_instruction,
    read_persona_prompt,
)

__all__ = [
    "PREFIXES",
    "TOOL_SCHEMA",
    "for_request",
    "persona_prompt_reason",
    "persona_words",
    "read_constrained_instruction",
    "read_persona_prompt",
    "read_tool",
    "unstated_constraints",
]
