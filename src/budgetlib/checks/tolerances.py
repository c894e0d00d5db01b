"""From where on something is a finding or a lead: every number that a judgement goes by, with what it means.

Rounding is no such number: what a printed figure can stand for follows from its digits (``budgetlib.intervals``). How
many characters make a sentence or two texts alike decides what is read, not what is judged, and stands where it reads.
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
    """Below this rate of execution, or of an indicator's points, (%) a printed 0 may be a local floor: not judged."""
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
    wished_for: float = 50.0
    """A target above this is wished for: an explanation that less of it is better contradicts it."""
    rare_comma: int = 20
    """A comma of one width is a slip where this many of the other width stand beside each."""
    rare_bracket: int = 10
    """The same of a pair of brackets around Chinese words."""
    rare_title: int = 10
    """A title worded otherwise in the table of contents is a slip where this many have the same words."""
    understood_enough: float = 0.9
    """Share of a report's numbers that must be understood for a check without a finding to mean something."""
    truncated: Literal["error", "warning", "note"] = "note"
    """How grave it is where the digits of a rate were cut off instead of rounded."""
    unexplained_rest: float = 5.0
    """A lead: from this share (%) of a change on the items do not explain it."""
    large_rise: float = 20.0
    """A lead: an item that moved by this share (%) of the prior year, or more."""
    large_carry_over: float = 10.0
    """A lead: money carried over that is this share (%) of spending, or more."""
    small_enterprises: float = 40.0
    """A lead: less than this share (%) of procurement went to small enterprises."""
    exactly_on_target: float = 60.0
    """A lead: from this share (%) on outcomes are exactly their targets …"""
    enough_indicators: int = 10
    """… where there are so many indicators with both; a share of fewer says nothing."""
    named_by: int = 6
    """A lead: characters in a row that a reason and a project's name share where they speak of the same."""
