"""Figures as a reader meets them in sentences and labels: separators, two decimals, a true minus sign."""

from __future__ import annotations

import unicodedata
from typing import Literal

from budgetlib.reference import load

Lang = Literal["zh", "en"]

MINUS = "\u2212"
THREE_PUBLIC_LABELS: dict[str, tuple[str, str]] = {
    "total": ("“三公”经费合计", "Three public, total"),
    "abroad": ("因公出国（境）", "Trips abroad"),
    "vehicles": ("公务用车", "Official vehicles"),
    "vehicle_purchase": ("公务用车购置", "Vehicle purchase"),
    "vehicle_operation": ("公务用车运行维护", "Vehicle operation"),
    "reception": ("公务接待", "Official reception"),
}
"""Item of ``three_public`` to its short label in Chinese and English."""
KINDS: dict[str, tuple[str, str]] = {"final": ("决算", "final account"), "budget": ("预算", "budget")}
"""Kind of report to its name in Chinese and English."""


def amount(value: float) -> str:
    """An amount in 万元 with separators and two decimals; a missing one is ``—``."""
    return "—" if value != value else f"{value:,.2f}".replace("-", MINUS)


def signed(value: float) -> str:
    """An amount with its sign always shown; zero at two decimals has none."""
    if value != value or round(value, 2) == 0:
        return amount(abs(value))
    return f"{value:+,.2f}".replace("-", MINUS)


def percentage(value: float, decimals: int = 2) -> str:
    """A percentage with its sign; a missing one is ``—``."""
    return "—" if value != value else f"{value:,.{decimals}f}%".replace("-", MINUS)


def item_label(item: str, lang: Lang) -> str:
    """Short label of an item of ``three_public``; an unknown item is its own label."""
    labels = THREE_PUBLIC_LABELS.get(item, (item, item))
    return labels[0] if lang == "zh" else labels[1]


def code_word(column: str, code: str, lang: Lang) -> str:
    """A code of a column of the public tables as a word; what is no known code is its own word."""
    words = load("codes").get(column, {}).get(code)
    return code if words is None else str(words[lang == "en"])


def decimal(value: float, places: int) -> str:
    """A number with separators, a true minus sign and as many decimals as it has, ``places`` at least."""
    digits = f"{value:,.6f}".rstrip("0")
    decimals = max(places, len(digits) - digits.index(".") - 1)
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def report_words(agency: object, years: str, report_type: object, lang: Lang) -> str:
    """Whose report it is, of which years and which kind: 某局2024年决算; what is not stated is said to be so."""
    kind = kind_word(report_type, lang)
    if lang == "zh":
        return (
            f"{agency if isinstance(agency, str) else '单位未写明，'}{years + '年' if years else '年度未写明的'}{kind}"
        )
    return f"{agency if isinstance(agency, str) else 'office not stated'}, {kind} {years or '(year not stated)'}"


def kind_word(report_type: object, lang: Lang) -> str:
    """What a report of this kind is called; one whose kind is not stated is a report."""
    return KINDS.get(str(report_type), ("报告", "report"))[lang == "en"]


def title_year(fiscal_year: int, lang: Lang) -> str:
    """The year as a title names it: 2024年 or 2024."""
    return f"{fiscal_year}年" if lang == "zh" else str(fiscal_year)


def quoted(name: str) -> str:
    """A name in Chinese quotation marks; marks inside it become single ones."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def nested(text: str) -> str:
    """A sentence whose quotation marks inside others are single ones; as it is where they do not come in pairs."""
    said, depth = [], 0
    for char in text:
        depth -= char == "”"
        if depth < 0:
            return text
        said.append({"“": "‘", "”": "’"}.get(char, char) if depth else char)
        depth += char == "“"
    return text if depth else "".join(said)


def width_in_ems(text: str) -> float:
    """About how wide ``text`` runs, in font sizes: a Chinese character is 1, a Latin one a little over a half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.58 for char in text)
