"""Digest objects that hold one another, in circles too, without regard to their identities."""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from hashlib import blake2b
from typing import Any, NamedTuple

__all__ = ["Kind", "Node", "graph_digest"]

_DIGEST_BYTES = 16
_MAX_ROUNDS = 32


class Kind(Enum):
    """What becomes of an object that leads to a closed one."""

    DATA = auto()
    """It stays as it is: a list with a lock among its items is still a list."""
    LIBRARY = auto()
    """It counts by its first child, its class: a client that holds a socket is no value."""
    CLOSED = auto()
    """It is the closed object: nobody can look into it."""
    WHOLE = auto()
    """It stays as it is, and so does what holds it: functions, classes, models."""


class Node(NamedTuple):
    """What one object says itself, and the objects it holds."""

    label: bytes
    children: Sequence[Any] = ()
    ordered: bool = True
    kind: Kind = Kind.DATA


def graph_digest(root: object, look: Callable[[Any], Node]) -> bytes:
    """Return 16 bytes that depend on the labels and the shape of all that `root` holds.

    Whether equal parts are one object or several makes no difference, in circles neither.

    Args:
        root: where to begin.
        look: returns an object's node; called once an object.

    >>> def look(value): return Node(b"list", value) if isinstance(value, list) else Node(str(value).encode())
    >>> one, ring, lap = [1], [1], [1]
    >>> graph_digest([one, one], look) == graph_digest([[1], [1]], look)
    True
    >>> ring.append(ring)
    >>> lap.append([1, lap])
    >>> graph_digest(ring, look) == graph_digest(lap, look) != graph_digest([1, [1]], look)
    True
    """
    nodes, edges = _explore(root, look)
    _close(nodes, edges)
    digests: dict[int, bytes] = {}
    for members in _components(edges):
        if len(members) == 1 and members[0] not in edges[members[0]]:
            (number,) = members
            digests[number] = _digest(nodes[number], [digests[child] for child in edges[number]])
        else:
            digests.update(_circle(members, nodes, edges, digests))
    return digests[0]


def _explore(root: object, look: Callable[[Any], Node]) -> tuple[list[Node], list[list[int]]]:
    objects, numbers = [root], {id(root): 0}  # the list keeps the objects, hence their ids, alive
    nodes, edges = [], []
    for thing in objects:
        node = look(thing)
        children = []
        for child in node.children:
            number = numbers.setdefault(id(child), len(objects))
            if number == len(objects):
                objects.append(child)
            children.append(number)
        nodes.append(node)
        edges.append(children)
    return nodes, edges


def _close(nodes: list[Node], edges: list[list[int]]) -> None:
    """Cut the nodes of kind LIBRARY that lead to a closed one through data down to their first child."""
    reached = [number for number, node in enumerate(nodes) if node.kind is Kind.CLOSED]
    if not reached:
        return
    parents: list[list[int]] = [[] for _ in nodes]
    for number, children in enumerate(edges):
        for child in children:
            parents[child].append(number)
    seen = set(reached)
    for number in reached:
        for parent in parents[number]:
            if parent not in seen and nodes[parent].kind in (Kind.DATA, Kind.LIBRARY):
                seen.add(parent)
                reached.append(parent)
    for number in reached:
        if nodes[number].kind is Kind.LIBRARY:
            nodes[number] = Node(b"closed")
            edges[number] = edges[number][:1]


def _components(edges: list[list[int]]) -> Iterator[list[int]]:
    """Yield the strongly connected components reachable from 0, those pointed to first (Tarjan 1972)."""
    index, low = {0: 0}, {0: 0}
    stack, on_stack = [0], {0}
    work = [(0, iter(edges[0]))]
    while work:
        node, rest = work[-1]
        for child in rest:
            if child not in index:
                index[child] = low[child] = len(index)
                stack.append(child)
                on_stack.add(child)
                work.append((child, iter(edges[child])))
                break
            if child in on_stack:
                low[node] = min(low[node], index[child])
        else:
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[node])
            if low[node] == index[node]:
                members = _popped(stack, node)
                on_stack.difference_update(members)
                yield members


def _popped(stack: list[int], last: int) -> list[int]:
    members = [stack.pop()]
    while members[-1] != last:
        members.append(stack.pop())
    return members


def _circle(
    members: list[int], nodes: list[Node], edges: list[list[int]], digests: dict[int, bytes]
) -> dict[int, bytes]:
    """Tell the members of a circle apart by their surroundings, wider each round, until no more can be told apart.

    The last two rounds' digests of all members, which pair each member with what it leads to, then describe the circle.
    """
    inside = set(members)
    now = {number: _digest(nodes[number], []) for number in members}
    before = now
    for _ in range(_MAX_ROUNDS):
        before = now
        now = {
            number: _digest(nodes[number], [before[c] if c in inside else digests[c] for c in edges[number]])
            for number in members
        }
        if len(set(now.values())) == len(set(before.values())):
            break
    circle = b"".join(sorted({before[number] + now[number] for number in members}))
    return {number: _digest(Node(b"circle"), [now[number], circle]) for number in members}


def _digest(node: Node, children: list[bytes]) -> bytes:
    label = len(node.label).to_bytes(8, "big") + node.label
    parts = children if node.ordered else sorted(children)
    return blake2b(label + b"".join(parts), digest_size=_DIGEST_BYTES).digest()
