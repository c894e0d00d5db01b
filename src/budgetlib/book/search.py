"""Chinese search of the pages without a word list: text and question are cut into pairs of characters alike.

A question of any length is found where all its pairs are. An extension of Sphinx.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.search import SearchLanguage

_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9_]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def pairs(text: str) -> list[str]:
    """Words of Latin letters and digits whole, a run of Chinese characters in pairs: 三公经费 is 三公, 公经, 经费."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if _CHINESE.match(run) and len(run) > 1:
            found += [run[place : place + 2] for place in range(len(run) - 1)]
        else:
            found.append(run)
    return found


class ChinesePairs(SearchLanguage):
    """Chinese by pairs of characters; the script of the search page cuts a question in the same way."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = r"""
var splitQuery = (query) => (query.match(/[\u4e00-\u9fff]+|[A-Za-z0-9_]+/g) || []).flatMap((run) =>
  /[\u4e00-\u9fff]/.test(run) && run.length > 1
    ? Array.from({ length: run.length - 1 }, (_, place) => run.slice(place, place + 2))
    : [run]
);
"""

    def split(self, input: str) -> list[str]:
        """The words of a text."""
        return pairs(input)

    def stem(self, word: str) -> str:
        """Chinese is not inflected; Latin words are compared in small letters."""
        return word.lower()

    def word_filter(self, word: str) -> bool:
        """Single characters say too little."""
        return len(word) > 1


def setup(app: Any) -> dict[str, bool]:
    """Register the search with Sphinx."""
    app.add_search_language(ChinesePairs)
    return {"parallel_read_safe": True}
