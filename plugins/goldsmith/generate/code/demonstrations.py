"""Examples of our own that show a model what SelfCodeAlign asks for."""

import random
from dataclasses import dataclass

__all__ = ["DEMONSTRATIONS", "Demonstration", "draw_demonstrations"]


@dataclass(frozen=True)
class Demonstration:
    """A snippet and what became of it.

    Attributes:
        snippet: lines of code.
        concepts: what they show, separated by commas.
        category: of the task.
        difficulty: of the task.
        task: what is to be written.
        response: the answer, with its code.
        tests: Python that tests it.
    """

    snippet: str
    concepts: str
    category: str
    difficulty: str
    task: str
    response: str
    tests: str


def draw_demonstrations(n: int, seed: int) -> list[Demonstration]:
    """Return `n` of the examples in a drawn order, all of them if there are no more.

    >>> len({example.task for example in draw_demonstrations(3, seed=1)})
    3
    """
    return random.Random(seed).sample(DEMONSTRATIONS, min(n, len(DEMONSTRATIONS)))  # noqa: S311 - nothing secret


DEMONSTRATIONS = (
    Demonstration(
        snippet="""\
        if stack and pairs.get(sign) == stack[-1]:
            stack.pop()
        elif sign in pairs.values():
            stack.append(sign)
        else:
            return position
""",
        concepts="stack-based matching, dictionary lookup, early return of a position",
        category="function implementation",
        difficulty="medium",
        task="Write a Python function `first_unbalanced(text)` that returns the index of the first closing bracket in `text`"
        " that closes nothing, among (), [] and {}. Brackets that are opened and never closed do not count, and other"
        " characters are passed over. Return -1 if there is none.",
        response="""\
A closing bracket is right if it belongs to the bracket that was opened last, so the open ones are kept on a stack.

```python
def first_unbalanced(text: str) -> int:
    pairs = {")": "(", "]": "[", "}": "{"}
    opened = []
    for position, sign in enumerate(text):
        if sign in pairs.values():
            opened.append(sign)
        elif sign in pairs:
            if not opened or opened[-1] != pairs[sign]:
                return position
            opened.pop()
    return -1
```""",
        tests="""\
assert first_unbalanced("") == -1
assert first_unbalanced("(a[b]{c})") == -1
assert first_unbalanced("(a") == -1
assert first_unbalanced("a)") == 1
assert first_unbalanced("([)]") == 2""",
    ),
    Demonstration(
        snippet="""\
def moving(values, size):
    total = sum(values[:size])
    yield total / size
    for new, old in zip(values[size:], values):
        total += new - old
""",
        concepts="sliding window, running total, iterating over two offsets at a time",
        category="function implementation",
        difficulty="easy",
        task="Create a Python function `window_maxima(numbers, size)` that returns the largest sum of `size` neighbouring numbers"
        " in a list. If the list has fewer than `size` numbers, return None.",
        response="""\
Each window's sum is the one before it, plus the number that comes in, minus the one that goes out.

```python
def window_maxima(numbers, size):
    if size < 1 or len(numbers) < size:
        return None
    total = best = sum(numbers[:size])
    for new, old in zip(numbers[size:], numbers):
        total += new - old
        best = max(best, total)
    return best
```""",
        tests="""\
assert window_maxima([1, 2, 3, 4], 2) == 7
assert window_maxima([5, -9, 4], 1) == 5
assert window_maxima([-3, -2], 2) == -5
assert window_maxima([1], 2) is None""",
    ),
    Demonstration(
        snippet="""\
    @property
    def balance(self):
        return self._cents / 100

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(amount)
""",
        concepts="encapsulation, read-only properties, raising exceptions on invalid state",
        category="class implementation",
        difficulty="medium",
        task="Implement a Python class `Shelf` for books of a given total width. `Shelf(width)` begins empty; `put(title, width)`"
        " adds a book at the right end; `take(title)` removes and returns the width of the leftmost book of that title;"
        " `free` is the width that is left. `put` raises ValueError if the book does not fit or its width is not positive,"
        " `take` raises KeyError if there is no such book.",
        response="""\
The books are kept as pairs in the order in which they stand. The free width is worked out from them, so it cannot be wrong.

```python
class Shelf:
    def __init__(self, width):
        self._width = width
        self._books = []

    @property
    def free(self):
        return self._width - sum(width for _, width in self._books)

    def put(self, title, width):
        if width <= 0 or width > self.free:
            raise ValueError(f"{title} does not fit")
        self._books.append((title, width))

    def take(self, title):
        for place, (name, width) in enumerate(self._books):
            if name == title:
                del self._books[place]
                return width
        raise KeyError(title)
```""",
        tests="""\
shelf = Shelf(10)
shelf.put("Emma", 4)
shelf.put("Ilias", 5)
assert shelf.free == 1
assert shelf.take("Emma") == 4
assert shelf.free == 5

def refuses(error, action, *arguments):
    try:
        action(*arguments)
    except error:
        return True
    return False

assert refuses(ValueError, shelf.put, "Faust", 6)
assert refuses(KeyError, shelf.take, "Emma")""",
    ),
    Demonstration(
        snippet="""\
    while left < right:
        middle = (left + right) // 2
        if readings[middle] < wanted:
            left = middle + 1
        else:
            right = middle
""",
        concepts="binary search, sorted input, half-open intervals",
        category="function implementation",
        difficulty="hard",
        task="Write a Python function `count_between(numbers, low, high)` that returns how many elements x of the sorted list `numbers`"
        " satisfy low <= x < high. It must look at O(log n) elements only, without the module `bisect`.",
        response="""\
The elements below a bound are the front of the list, so their number is found by halving. The count is the difference of two
such numbers.

```python
def _below(numbers, bound):
    left, right = 0, len(numbers)
    while left < right:
        middle = (left + right) // 2
        if numbers[middle] < bound:
            left = middle + 1
        else:
            right = middle
    return left


def count_between(numbers, low, high):
    return max(0, _below(numbers, high) - _below(numbers, low))
```""",
        tests="""\
assert count_between([1, 3, 3, 7, 9], 3, 9) == 3
assert count_between([], 0, 5) == 0
assert count_between([2, 2, 2], 2, 3) == 3
assert count_between([2, 2, 2], 3, 2) == 0
for low in range(6):
    for high in range(6):
        expected = sum(low <= x < high for x in [0, 1, 1, 4, 5])
        assert count_between([0, 1, 1, 4, 5], low, high) == expected""",
    ),
    Demonstration(
        snippet="""\
for line in log.splitlines():
    level, _, message = line.partition(": ")
    counts[level] = counts.get(level, 0) + 1
    if level == "ERROR":
        errors.append(message.strip())
""",
        concepts="parsing lines of text, counting with a dictionary, splitting at the first separator",
        category="program implementation",
        difficulty="easy",
        task="Develop a Python program that sums up expenses. It has a function `totals(text)` that takes lines such as"
        ' "food: 12.50" and returns a dictionary of each kind with its sum, rounded to two places; blank lines and lines without'
        " a colon are passed over, and the kind is written in lower case.",
        response="""\
Each line is split at its first colon. What has no colon gives no amount and is passed over.

```python
def totals(text):
    sums = {}
    for line in text.splitlines():
        kind, colon, amount = line.partition(":")
        if not colon:
            continue
        name = kind.strip().lower()
        sums[name] = sums.get(name, 0.0) + float(amount)
    return {name: round(total, 2) for name, total in sums.items()}


if __name__ == "__main__":
    print(totals("food: 12.50\\nrent: 400\\nFood: 3"))
```""",
        tests="""\
assert totals("") == {}
assert totals("food: 12.50\\nrent: 400\\nFood: 3") == {"food": 15.5, "rent": 400.0}
assert totals("no amount here\\n\\nbus: 0.1\\nbus: 0.2") == {"bus": 0.3}""",
    ),
    Demonstration(
        snippet="""\
def flatten(node):
    if not isinstance(node, list):
        return [node]
    return [leaf for child in node for leaf in flatten(child)]
""",
        concepts="recursion over nested lists, type checks, list comprehension",
        category="function implementation",
        difficulty="medium",
        task="Write a Python function `depth_sums(nested)` that takes a list of integers and further such lists, and returns a"
        " dictionary from each depth to the sum of the integers that stand there; the outermost list has depth 1. Depths without"
        " integers are left out.",
        response="""\
The function calls itself for each inner list, one level deeper, and adds up in a dictionary that all calls share.

```python
def depth_sums(nested):
    sums = {}

    def visit(items, depth):
        for item in items:
            if isinstance(item, list):
                visit(item, depth + 1)
            else:
                sums[depth] = sums.get(depth, 0) + item

    visit(nested, 1)
    return sums
```""",
        tests="""\
assert depth_sums([]) == {}
assert depth_sums([1, [2, [3]], 4]) == {1: 5, 2: 2, 3: 3}
assert depth_sums([[[7]], [[1]]]) == {3: 8}""",
    ),
    Demonstration(
        snippet="""\
words = re.findall(r"[a-z']+", text.lower())
ranked = sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))
return ranked[:limit]
""",
        concepts="regular expressions, frequency counting, sorting by several keys",
        category="function implementation",
        difficulty="easy",
        task="Create a Python function `rarest(words)` that returns the distinct words of a list, those that occur least often first;"
        " words that occur equally often are in alphabetical order.",
        response="""\
Sorting by the pair of count and word does both at once: the count decides, and the word breaks ties.

```python
from collections import Counter


def rarest(words):
    counts = Counter(words)
    return sorted(counts, key=lambda word: (counts[word], word))
```""",
        tests="""\
assert rarest([]) == []
assert rarest(["b", "a", "b"]) == ["a", "b"]
assert rarest(["c", "a", "b", "a"]) == ["b", "c", "a"]""",
    ),
    Demonstration(
        snippet="""\
            grid[row][column] = "#"
            for step_row, step_column in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                queue.append((row + step_row, column + step_column, distance + 1))
""",
        concepts="breadth-first search, grid neighbours, marking visited cells",
        category="function implementation",
        difficulty="hard",
        task="Write a Python function `shortest_way(rows)` for a maze given as a list of strings of equal length, in which `#` is a wall and"
        " `.` is free. Return the number of steps of the shortest way from the top left to the bottom right cell, going up, down,"
        " left and right, or None if there is none. The maze must not be changed.",
        response="""\
A breadth-first search reaches each cell by a shortest way first. Cells that were seen are remembered beside the maze.

```python
from collections import deque


def shortest_way(rows):
    if not rows or rows[0][0] == "#":
        return None
    goal = (len(rows) - 1, len(rows[0]) - 1)
    waiting, seen = deque([(0, 0, 0)]), {(0, 0)}
    while waiting:
        row, column, steps = waiting.popleft()
        if (row, column) == goal:
            return steps
        for nearby in ((row, column + 1), (row + 1, column), (row, column - 1), (row - 1, column)):
            inside = 0 <= nearby[0] <= goal[0] and 0 <= nearby[1] <= goal[1]
            if inside and nearby not in seen and rows[nearby[0]][nearby[1]] == ".":
                seen.add(nearby)
                waiting.append((*nearby, steps + 1))
    return None
```""",
        tests="""\
assert shortest_way(["."]) == 0
assert shortest_way(["..", ".."]) == 2
assert shortest_way([".#", "#."]) is None
assert shortest_way(["...", "##.", "..."]) == 4
assert shortest_way(["#"]) is None""",
    ),
)
