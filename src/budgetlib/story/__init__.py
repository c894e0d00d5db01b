"""``budgetlib story``: a fact sheet of one report for people who write about it, every sentence computed.

The ten figures that matter, what changed most, the strongest findings with the page that proves each, the charts, and
the caveats a careful editor would add, as ``story.html`` and ``story.md``.
"""

from __future__ import annotations

from budgetlib.story.content import Picture, Proof, Story, tell
from budgetlib.story.facts import Fact, Figure
from budgetlib.story.write import write_story

__all__ = ["Fact", "Figure", "Picture", "Proof", "Story", "tell", "write_story"]
