"""Rows as trainers and evaluation harnesses take them: what was kept, in their forms."""

from goldsmith.export.to_dpo import to_dpo
from goldsmith.export.to_inspect import to_inspect
from goldsmith.export.to_lm_eval import to_lm_eval
from goldsmith.export.to_sft import to_sft

__all__ = ["to_dpo", "to_inspect", "to_lm_eval", "to_sft"]
