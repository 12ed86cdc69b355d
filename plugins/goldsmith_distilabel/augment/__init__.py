"""Steps that make new rows of the ones there are, which keep their labels."""

from goldsmith_distilabel.augment.character_noise import CharacterNoise
from goldsmith_distilabel.augment.easy_data_augmentation import EasyDataAugmentation
from goldsmith_distilabel.augment.label_preserved import LabelPreserved
from goldsmith_distilabel.augment.random_punctuation import RandomPunctuation
from goldsmith_distilabel.augment.tf_idf_replacement import TfIdfReplacement

__all__ = [
    "CharacterNoise",
    "EasyDataAugmentation",
    "LabelPreserved",
    "RandomPunctuation",
    "TfIdfReplacement",
]
