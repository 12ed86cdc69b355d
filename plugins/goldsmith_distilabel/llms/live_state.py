"""Models whose copies begin unloaded."""

import copy
from typing import Any, ClassVar, Self

from pydantic import BaseModel

__all__ = ["LeavesLiveState"]


class LeavesLiveState(BaseModel):
    """A model that leaves what belongs to this process: steps are copied and pickled, and load again where they arrive.

    Attributes:
        live_state: private attribute -> what it is in a copy.
    """

    live_state: ClassVar[dict[str, Any]] = {}

    def __getstate__(self) -> dict[Any, Any]:
        """Return the state without what is live."""
        state = super().__getstate__()
        private = state["__pydantic_private__"] or {}
        live = {name: value for name, value in self.live_state.items() if name in private}
        return state | {"__pydantic_private__": private | live}

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Copy as pickling does."""
        memo = {} if memo is None else memo
        twin = type(self).__new__(type(self))
        memo[id(self)] = twin
        twin.__setstate__(copy.deepcopy(self.__getstate__(), memo))
        return twin
