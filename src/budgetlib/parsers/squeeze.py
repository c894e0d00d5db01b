"""Prose as the parsers read it: half-width, without spaces, every character traceable to the printed text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from budgetlib.parsers.numbers import fold


@dataclass(frozen=True, slots=True)
class Squeezed:
    """Folded text without whitespace, and for each of its characters the offset in the printed text."""

    text: str
    offsets: tuple[int, ...]

    def printed_start(self, index: int) -> int:
        """Offset in the printed text of the character at ``index``."""
        return self.offsets[index]

    def printed_end(self, index: int) -> int:
        """Offset in the printed text just behind the character before ``index``."""
        return self.offsets[index - 1] + 1


@lru_cache(maxsize=4096)
def squeeze(printed: str) -> Squeezed:
    """Fold the width and drop the spaces; a space between two digits stays, or two numbers would become one."""
    folded = fold(printed)
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(folded):
        if character.isspace():
            between_digits = characters and characters[-1].isdigit() and folded[offset + 1 : offset + 2].isdigit()
            if not between_digits:
                continue
            character = " "
        characters.append(character)
        offsets.append(offset)
    return Squeezed("".join(characters), tuple(offsets))


def plain(name: str) -> str:
    """A printed name without line breaks and spaces, brackets full-width as the standard forms print them."""
    return squeeze(name).text.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")
