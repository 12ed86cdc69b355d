"""Preferences: ratings as judges write them, and pairs made of them."""

from goldsmith.generate.preferences.order import merge_orders, restored, shuffled_order
from goldsmith.generate.preferences.pairs import Pair, choose_pair, length_difference, mean_rating
from goldsmith.generate.preferences.ratings_schema import rating_schema, ratings_schema
from goldsmith.generate.preferences.read_ratings import read_ratings
from goldsmith.generate.preferences.scale import Rating, Scale

__all__ = [
    "Pair",
    "Rating",
    "Scale",
    "choose_pair",
    "length_difference",
    "mean_rating",
    "merge_orders",
    "rating_schema",
    "ratings_schema",
    "read_ratings",
    "restored",
    "shuffled_order",
]
