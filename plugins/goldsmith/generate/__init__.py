"""What models write, read and judged by rules: the pure half of the steps that generate."""

from goldsmith.generate.derived_seed import derived_seed
from goldsmith.generate.preferences import Pair, Rating, Scale, choose_pair, mean_rating, read_ratings

__all__ = ["Pair", "Rating", "Scale", "choose_pair", "derived_seed", "mean_rating", "read_ratings"]
