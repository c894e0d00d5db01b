"""Claims as facts, and sums of what they say with the digits that they are printed in."""

from __future__ import annotations

from decimal import Decimal
from math import log10

from budgetlib.numbers import TO_WAN, decimals
from budgetlib.parsers.facts import Fact, fact
from budgetlib.parsers.prose.state import Claim
from budgetlib.schema import AMOUNT

YEAR_BASES = ("prior_year", "prior_budget")


def is_money(claim: Claim) -> bool:
    """Whether a claim is an amount."""
    return claim.unit in TO_WAN


def figure_of(claim: Claim) -> Fact:
    """The fact of a claim: money in 万元, everything else in its own unit."""
    unit, factor = (AMOUNT, TO_WAN[claim.unit]) if is_money(claim) else (claim.unit, 1.0)
    return fact(claim.value, claim.text, claim.mark, claim.page, unit=unit, factor=factor)


def places(claim: Claim) -> int:
    """Decimals of an amount in 万元, from those it is printed with in its own unit."""
    return max(decimals(claim.text) - round(log10(TO_WAN[claim.unit])), 0)


def subtract(a: float, b: float, digits: int) -> float:
    """a - b without the noise of binary fractions."""
    return round(float(Decimal(str(a)) - Decimal(str(b))), digits)
