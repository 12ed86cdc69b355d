"""Rows as trainers and evaluation harnesses take them: what was kept, in their forms."""

from goldsmith.export.dataset_card import dataset_card
from goldsmith.export.examples import Examples
from goldsmith.export.forms import FORMS, Form, chosen_form
from goldsmith.export.licences import LicenceWarning, licence_warnings
from goldsmith.export.split_rows import split_rows
from goldsmith.export.to_chain_dpo import to_chain_dpo
from goldsmith.export.to_classification import to_classification
from goldsmith.export.to_dpo import to_dpo
from goldsmith.export.to_inspect import to_inspect
from goldsmith.export.to_kto import to_kto
from goldsmith.export.to_lm_eval import to_lm_eval
from goldsmith.export.to_prm import to_prm
from goldsmith.export.to_reasoning_sft import to_reasoning_sft
from goldsmith.export.to_rlvr import to_rlvr
from goldsmith.export.to_sft import to_sft
from goldsmith.export.training_files import TrainingFiles, training_files

__all__ = [
    "FORMS",
    "Examples",
    "Form",
    "LicenceWarning",
    "TrainingFiles",
    "chosen_form",
    "dataset_card",
    "licence_warnings",
    "split_rows",
    "to_chain_dpo",
    "to_classification",
    "to_dpo",
    "to_inspect",
    "to_kto",
    "to_lm_eval",
    "to_prm",
    "to_reasoning_sft",
    "to_rlvr",
    "to_sft",
    "training_files",
]
