"""Steps that make new rows of the ones there are, which keep their labels."""

from goldsmith_distilabel.augment.attribute_variation import AttributeVariation
from goldsmith_distilabel.augment.back_translation import BackTranslation
from goldsmith_distilabel.augment.character_noise import CharacterNoise
from goldsmith_distilabel.augment.code_switch import CodeSwitch
from goldsmith_distilabel.augment.code_variation import CodeVariation
from goldsmith_distilabel.augment.contextual_replacement import ContextualReplacement
from goldsmith_distilabel.augment.conversation_variation import ConversationVariation
from goldsmith_distilabel.augment.dictionary_replacement import DictionaryReplacement
from goldsmith_distilabel.augment.easy_data_augmentation import EasyDataAugmentation
from goldsmith_distilabel.augment.entity_swap import EntitySwap
from goldsmith_distilabel.augment.label_preserved import LabelPreserved
from goldsmith_distilabel.augment.paraphrase import Paraphrase
from goldsmith_distilabel.augment.random_punctuation import RandomPunctuation
from goldsmith_distilabel.augment.tf_idf_replacement import TfIdfReplacement
from goldsmith_distilabel.augment.translate_train import TranslateTrain
from goldsmith_distilabel.augment.transliterate import Transliterate

__all__ = [
    "AttributeVariation",
    "BackTranslation",
    "CharacterNoise",
    "CodeSwitch",
    "CodeVariation",
    "ContextualReplacement",
    "ConversationVariation",
    "DictionaryReplacement",
    "EasyDataAugmentation",
    "EntitySwap",
    "LabelPreserved",
    "Paraphrase",
    "RandomPunctuation",
    "TfIdfReplacement",
    "TranslateTrain",
    "Transliterate",
]
