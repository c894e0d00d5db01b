"""From where on something is a finding: every number that a rule goes by, with what it means.

Rounding is no such number: what a printed figure can stand for follows from its digits (``budgetlib.intervals``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What a user may set: in the section ``[parameters]`` of a rules file, or as ``rules=bl.Tolerances(…)``."""

    share_of_initial: float = 0.9
    """An adjusted budget below this share of the initial one counts as cut."""
    little_spent: float = 0.5
    """Spending below this share of the initial budget is far below it."""
    top_score: float = 95.0
    """A total score from here on claims that a project went as planned."""
    whole_score: float = 100.0
    """What all weights of a form add up to where it prints no total."""
    rate_floor: float = 60.0
    """Below this execution rate (%) a printed 0 may be a floor of the local rules: not judged."""
    score_tail: float = 0.02
    """Points of an execution rate that are off by no more than this were computed from another rounding of the rate."""
    far_exceeded: float = 0.3
    """A target passed by more than this share may have been set too low."""
    enough_statements: int = 5
    """A report with fewer statements publishes them elsewhere, and none is missed."""
    many_leftovers: int = 12
    """From here on a document is a template that was not filled in."""
    many_headings: int = 3
    """More headings of one wrong year are one finding: the title, or all of them, were taken over."""
    lost_contents: float = 0.4
    """With more than this share of the entries of a table of contents missing, the headings were not read."""
    a_practice: int = 3
    """From here on full marks without grounds are a practice."""
    a_list: int = 3
    """Fewer amounts or codes in a sentence are examples, not a list."""
    long_goal: int = 40
    """Characters of a goal that no two projects have by chance."""
    whole_percent: float = 0.5
    """Points by which a rate of payment in a form may be off: it may be told in whole percent."""
    long_run: int = 150
    """Characters that repeated paragraphs must have together."""
    understood_enough: float = 0.9
    """Share of a report's numbers that must be understood for a check without a finding to mean something."""
    truncated: Literal["error", "warning", "note"] = "note"
    """How grave it is where the digits of a rate were cut off instead of rounded."""
