"""Answers of participants, checked against ``reference/workshop.toml``, which holds hashes and no answer."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from types import EllipsisType
from typing import Any, Literal

from budgetlib import reference

Kind = Literal["number", "text", "set"]
Said = tuple[str, str]
"""A sentence in Chinese and in English."""

_COST = {"n": 2**13, "r": 8, "p": 1, "dklen": 16}
"""Some 20 ms a try: not felt by a person, and trying every amount up to a million with two decimals takes weeks."""
_UNANSWERED: Said = ("尚未作答", "not answered yet")
_RIGHT: Said = ("答对了", "right")
_WRONG: Said = ("不对，再看看题目和提示", "not right; see the question and the hints again")
_EXPECTED: dict[str, Said] = {
    "number": ("这里要填一个有限的数", "a finite number is expected here"),
    "text": ("这里要填一段文字，加引号", "a text in quotes is expected here"),
    "set": ("这里要填一个列表，例如 [1, 2]", "a list is expected here, such as [1, 2]"),
}
_right: set[str] = set()
"""Questions answered right since the notebook was started."""


def check(question: str, answer: Any) -> None:
    """Print whether ``answer`` is right; ``...`` and None stand for no answer.

    Numbers count to two decimals; texts without spaces, case and width of characters; lists without their order.
    Raises KeyError for a question that does not exist.
    """
    zh, en = _judged(question, answer)
    (_right.add if (zh, en) == _RIGHT else _right.discard)(question)
    print(f"第{question}题：{zh}。\nQuestion {question}: {en}.")


def score(exercise: str) -> None:
    """Print how many questions of an exercise ("1") were answered right. Raises KeyError where there is none."""
    asked = [question for question in _questions() if question.split(".")[0] == exercise]
    if not asked:
        raise KeyError(f"no exercise {exercise!r}")
    right = sum(question in _right for question in asked)
    print(f"练习{exercise}：答对{right}题，共{len(asked)}题。\nExercise {exercise}: {right} of {len(asked)} right.")


def seal(kind: Kind, answer: Any, salt: str) -> str:
    """The hash that ``workshop.toml`` keeps of an answer. Raises ValueError when the answer is not of its kind."""
    return hashlib.scrypt(_normal(kind, answer).encode(), salt=salt.encode(), **_COST).hex()


def _judged(question: str, answer: Any) -> Said:
    known = _questions().get(question)
    if known is None:
        raise KeyError(f"no question {question!r}; there are {', '.join(_questions())}")
    if answer is None or isinstance(answer, EllipsisType):
        return _UNANSWERED
    try:
        sealed = seal(known["kind"], answer, known["salt"])
    except ValueError:
        return _EXPECTED[known["kind"]]
    if sealed in known["right"]:
        return _RIGHT
    near = (one for one in known.get("near", ()) if one["hash"] == sealed)
    return next(((one["zh"], one["en"]) for one in near), _WRONG)


def _questions() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = reference.load("workshop")["question"]
    return found


def _normal(kind: Kind, answer: Any) -> str:
    """One writing for all answers that mean the same."""
    if kind == "number":
        return _number(answer)
    if kind == "text":
        return _text(answer)
    if isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        raise ValueError(f"expected a list, got {answer!r}")
    return "|".join(sorted({_text(str(one)) for one in answer}))


def _number(answer: Any) -> str:
    text = unicodedata.normalize("NFKC", str(answer)).replace(",", "").replace("−", "-").removesuffix("%").strip()
    try:
        # Through the float's last digits first: 0.1 + 0.2 is 0.3 here, and 2.675 is what was typed.
        rounded = Decimal(text).quantize(Decimal("0.00000001")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError(f"expected a number, got {answer!r}") from None
    if not rounded.is_finite():
        raise ValueError(f"expected a finite number, got {answer!r}")
    return str(rounded if rounded else abs(rounded))


def _text(answer: Any) -> str:
    if not isinstance(answer, str):
        raise ValueError(f"expected a text, got {answer!r}")
    return "".join(unicodedata.normalize("NFKC", answer).casefold().split())
