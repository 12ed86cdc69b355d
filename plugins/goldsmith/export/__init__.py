"""Rows as trainers take them: what was kept, in the conversational form of TRL, Axolotl and other chat trainers."""

from goldsmith.export.to_dpo import to_dpo
from goldsmith.export.to_sft import to_sft

__all__ = ["to_dpo", "to_sft"]
