"""Whose staff a sentence counts: persons are the office's only where the sentence or its section says so."""

from __future__ import annotations

from collections.abc import Sequence

from budgetlib.parsers.outline import Section
from budgetlib.parsers.prose.items import text_of
from budgetlib.parsers.prose.state import Figure, NotUnderstood
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load

_RULES = load("grammar")["staff"]
_SECTIONS, _BODIES, _STAFF = tuple(_RULES["sections"]), tuple(_RULES["bodies"]), tuple(_RULES["staff"])
_COMES = frozenset(_RULES["comes"])
_PERSONS = frozenset(("人", "名"))
_FAR = 300
"""Words after which a sentence without a stop no longer says whose persons it counts."""
_IS = ("为", "是", "系")
"""某某中心为 本部门 所属单位: the office is what something else belongs to."""


def must_be_the_offices(figure: Figure, pieces: Sequence[Token], section: Section, body: bool) -> None:
    """Raises NotUnderstood where persons are counted and they may be those of a body under the office.

    ``body``: whether the heading above names one.
    """
    counted = any(t.kind == "ITEM" and t.id == "counted" and any(w in t.text for w in _STAFF) for t in pieces)
    if figure.unit not in _PERSONS or not counted:
        return
    if any(token.text in _COMES for token in _sentence(figure)):
        raise NotUnderstood("人员的增减或打算", "persons who come or go")
    names = _named_before(figure)
    if names and (is_own(names[-1]) or (names[-1] in figure.window and _says_whose(names[-1], pieces))):
        return
    unknown = pieces[0] not in figure.window and any(t.kind == "NAME" for t in figure.window)
    where = f"{section.part}{section.section}{section.subsection}"
    if names or unknown or body or (where and not any(word in where for word in _SECTIONS)):
        raise NotUnderstood("不知是哪个单位的人数", "persons, and nobody says whose", text_of(names[-1:]))


def _sentence(figure: Figure) -> Sequence[Token]:
    """The words of the sentence before a figure; nobody knows whose it is where that has no end."""
    before = figure.tokens[max(figure.place - _FAR, 0) : figure.place]
    stop = max((i for i, t in enumerate(before) if t.kind == "STOP"), default=-1)
    if stop < 0 and figure.place > _FAR:
        raise NotUnderstood("句子过长，不知是哪个单位的人数", "persons in too long a sentence to say whose")
    return before[stop + 1 :]


def is_no_part(item: str, whole: str) -> bool:
    """编制30人，其中…；实有28人: those who are there are no part of the posts."""
    posts = whole.endswith(("编制", "编制人数"))
    return posts and "编制" not in item and any(word in item for word in _RULES["present"])


def _named_before(figure: Figure) -> list[Token]:
    """The office and bodies that the sentence names before a figure, without those of a split that is over."""
    names: list[Token] = []
    split, before = 0, figure.number
    for token in _sentence(figure):
        if token.kind == "SEMI":
            del names[split:]
        elif token.kind == "PART":
            split = len(names)
        elif is_body(token) or (is_own(token) and before.text not in _IS):
            names.append(token)
        before = token
    return names


def _says_whose(body: Token, pieces: Sequence[Token]) -> bool:
    """Whether the body becomes the scope of the count, or a piece of its name."""
    return body.kind == "OPEN" or body in pieces


def is_body(token: Token) -> bool:
    """Whether unknown words end like the name of a body under an office: 某某俱乐部, 市种子站."""
    return (token.kind == "NAME" or token.id == "scope") and token.text.endswith(_BODIES)


def is_own(token: Token) -> bool:
    """Whether a word names the office: its name, 本部门, 全镇."""
    return token.kind == "OPEN" and token.id in ("office", "own")
