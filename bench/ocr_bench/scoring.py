"""How a reading is judged: one code for the product and every peer.

A label is a list of accepted readings, the first of them the one that is shown. All comparisons
are made on letters A-Z and digits only, after NFKC and upper-casing. A label is read

  exact      when one read line equals an accepted reading
  contained  when some read line contains one
  folded     when up to four read lines, in any order, put together contain one, with O0QD, I1L, Z2,
             S5, B8 and G6 each taken as one character

Labels of number plates write the digit 0 as the letter O, so a reading is also counted as exact
with those two taken as one.

Its character errors are the edit distance between an accepted reading and the nearest read line,
or the nearest part of a read line that is longer, never more than the label has characters.
CER is the sum of the errors over the sum of the characters.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass

LOOK_ALIKES = str.maketrans("OQDILZSBG", "000112586")
LINES_JOINED_MAX = 4
LINES_TRIED_MAX = 8


@dataclass
class Tally:
    """What became of the labels of one set."""

    pictures: int = 0
    labels: int = 0
    exact: int = 0
    exact_o_as_0: int = 0
    contained: int = 0
    folded: int = 0
    errors: int = 0
    characters: int = 0
    texts: int = 0  # lines that were read, right or wrong

    def share(self, what: str) -> float:
        return getattr(self, what) / self.labels if self.labels else 0.0

    def cer(self) -> float:
        return self.errors / self.characters if self.characters else 0.0


def plain(text: str) -> str:
    return re.sub("[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())


def fold(text: str) -> str:
    return plain(text).translate(LOOK_ALIKES)


def part_distance(wanted: str, text: str) -> int:
    """Least edit distance between `wanted` and any part of `text`."""
    row = [0] * (len(text) + 1)
    for i, letter in enumerate(wanted, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(text, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
    return min(row)


def joined_contains(wanted: str, lines: list[str]) -> bool:
    parts = [line for line in lines if line and (line in wanted or wanted in line)]
    for count in range(1, LINES_JOINED_MAX + 1):
        for some in itertools.permutations(parts[:LINES_TRIED_MAX], count):
            if wanted in "".join(some):
                return True
    return False


def judge(accepted: list[str], lines: list[str]) -> tuple[bool, bool, bool, int]:
    """Exact, contained, folded, and the character errors, of one label."""
    read = [plain(line) for line in lines]
    folded = [fold(line) for line in lines]
    wanted = [plain(text) for text in accepted]
    longest = len(wanted[0])
    nearest = min((part_distance(w, line) for w in wanted for line in read), default=longest)
    return (
        any(w in read for w in wanted),
        any(w in line for w in wanted for line in read),
        any(joined_contains(fold(text), folded) for text in accepted),
        min(nearest, longest),
    )


def exact_with_o_as_0(accepted: list[str], lines: list[str]) -> bool:
    read = [plain(line).replace("O", "0") for line in lines]
    return any(plain(text).replace("O", "0") in read for text in accepted)


def add(tally: Tally, labels: list[list[str]], lines: list[str]) -> list[bool]:
    """Counts one picture; returns which labels were read exactly."""
    tally.pictures += 1
    tally.texts += len(lines)
    exactly = []
    for accepted in labels:
        exact, contained, folded, errors = judge(accepted, lines)
        tally.labels += 1
        tally.exact += exact
        tally.exact_o_as_0 += exact_with_o_as_0(accepted, lines)
        tally.contained += contained
        tally.folded += folded
        tally.errors += errors
        tally.characters += len(plain(accepted[0]))
        exactly.append(exact)
    return exactly
