"""What works on Ray Data: rows of any number, on any number of machines."""

from goldsmith_distilabel.ray_data.near_duplicates import near_duplicates_on_ray

__all__ = ["near_duplicates_on_ray"]
