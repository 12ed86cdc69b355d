"""Words that may stand for others: Princeton's WordNet, and those of other languages from their files."""

from goldsmith.augment.wordnet.english_wordnet import english_wordnet
from goldsmith.augment.wordnet.read_wordnet import read_wordnet
from goldsmith.augment.wordnet.word_net import POS, Pos, Sense, Synonym, WordNet

__all__ = ["POS", "Pos", "Sense", "Synonym", "WordNet", "english_wordnet", "read_wordnet"]
