"""Sentences to figures: windows before numbers, what boundaries keep, subjects that are inherited, and abstaining.

A figure gets a role only where every word of its window was understood; otherwise it is unread, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from budgetlib.parsers.facts import Unread
from budgetlib.parsers.outline import Section
from budgetlib.parsers.prose.apart import JOINS, Apart
from budgetlib.parsers.prose.comparison import Comparison, compare
from budgetlib.parsers.prose.crossing import Crossing
from budgetlib.parsers.prose.grammar import BOUNDARIES, KNOWN, MOVES
from budgetlib.parsers.prose.items import Item, item_of, scope_of, text_of
from budgetlib.parsers.prose.lexicon import Lexicon
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.owners import is_next_in_list
from budgetlib.parsers.prose.parts import Parts
from budgetlib.parsers.prose.passage import Passage
from budgetlib.parsers.prose.reasons import Reasons
from budgetlib.parsers.prose.roles import Roles
from budgetlib.parsers.prose.staff import is_body, is_own
from budgetlib.parsers.prose.state import AMOUNTS, Claim, Figure, NotUnderstood, State, Worded
from budgetlib.parsers.prose.tokens import Token, tokens
from budgetlib.parsers.prose.worded import against_budget, worded

_UNIT_NOTE = re.compile(r"\(?(?:金额)?单位:(亿元|万元|千元|元)\)?")
_TOP = re.compile(r"第|[一二三四五六七八九十]{1,3}[、.]")
_LIST_HEADING = 60
"""A paragraph without a number, shorter than this and nothing but an item, names what follows."""


class Reader:
    """Reads the paragraphs of one report in order."""

    def __init__(self, words: Lexicon, mind: Mind) -> None:
        self.words, self.mind = words, mind
        self.stated: list[Claim | Worded] = []
        """Claims and comparisons in words, in reading order."""
        self.unread: list[Unread] = []

    # ---- paragraphs and headings

    def enter_heading(self, passage: Passage) -> None:
        """A heading names the item, the year and the stage of figures that name none."""
        found = tokens(passage.squeezed.text, self.words)
        self.mind.announced, self.mind.state.origin = None, ""
        pieces = [t for t in found if t.kind in KNOWN]
        named = any(t.kind != "SPEND" for t in pieces)
        self.mind.heading = item_of(pieces, "".join(passage.words([t]) for t in pieces)) if named else None
        self.mind.under_a_body = any(map(is_body, found)) and not any(map(is_own, found))
        stages = {t.id for t in found if t.kind == "STAGE"}
        years = [int(t.text[:4]) for t in found if t.kind == "YEAR"]
        if (found and _TOP.match(found[0].text)) or (years and stages):
            said = bool(years) and len(stages & {"budget", "actual"}) == 1
            self.mind.heading_year = years[0] if said else None
            self.mind.heading_stage = ("budget" if "budget" in stages else "actual") if said else None

    def read(self, passage: Passage, section: Section) -> None:
        """One paragraph."""
        text = passage.squeezed.text
        note = _UNIT_NOTE.fullmatch(text)
        if note:
            self.mind.unit_note = note[1]
            return
        mind, found = self.mind, tokens(text, self.words)
        kept = mind.state.item if mind.state.origin == "list" else None
        mind.compared = mind.compared if section == mind.section else []
        mind.passage, mind.section, mind.own_year_said = passage, section, False
        mind.state = State(item=kept or mind.heading, origin="" if kept else "heading")
        if mind.announced and found and found[0].kind in ("ORD", "CODE"):
            mind.state.base, mind.state.year = mind.announced.base, mind.announced.year
        else:
            mind.announced = None
        self._walk(found)
        if found and (found[-1].kind == "PART" or found[-1].text == ":"):
            mind.announced = replace(mind.state, base=mind.state.base or mind.state.carried)
        alone = not any(t.kind in ("NUM", "USE", "REASON", *MOVES) for t in found) and len(text) < _LIST_HEADING
        mind.state.origin = "list" if alone and mind.state.item and mind.state.origin != "heading" else ""

    def _walk(self, found: list[Token]) -> None:
        mind = self.mind
        self.reasons, self.roles, self.apart = Reasons(mind), Roles(mind), Apart(mind)
        self.parts, before = Parts(mind, self.stated, self.unread), len(self.stated)
        self.crossing = Crossing(mind, self.reasons, self.parts, self.apart)
        window: list[Token] = []
        opens, spent, stack = True, 0, list[State]()
        mind.opened_by, mind.listing, mind.in_brackets, mind.cut = "", False, False, False
        for place, token in enumerate(found):
            colon = token.kind == "FILL" and token.text == ":"
            joins = token.kind != "COMMA" and token.text in JOINS and place and found[place - 1].kind == "NUM"
            comma = (token.text == "、" or joins) and all(t.kind == "NOTE" for t in window)
            if place < spent:
                continue
            if token.kind == "NUM":
                figure = Figure(token, window, opens, found, place)
                self._number(figure)
                window, opens, spent = [], False, figure.spent
            elif token.kind in (*BOUNDARIES, "PART") or colon or comma:
                if window:
                    self._clause(window, token, opens, found, place)
                self.crossing.cross("COMMA" if colon or comma else token.kind, token, stack)
                mind.in_brackets = bool(stack)
                mind.listing = comma or (mind.listing and token.text == ",")
                window, opens, mind.opened_by, mind.cut = [], True, token.text, False
                mind.clause += 1
            else:
                window.append(token)
        if window:
            self._clause(window, None, opens, found, len(found))
        self.reasons.close(len(mind.passage.squeezed.text))
        self.parts.close()
        self.stated[before:] = sorted(self.stated[before:], key=lambda one: one.clause)

    # ---- clauses without a number

    def _clause(
        self, window: list[Token], closing: Token | None, opens: bool, found: Sequence[Token], place: int
    ) -> None:
        """Take up what a clause says of base, reason and subject."""
        mind, state = self.mind, self.mind.state
        if not opens and state.counted and all(t.id == "counted" for t in window):
            return  # 因公出国（境）0个团组，0人: what was counted
        coded = mind.items.behind_a_code(window)
        if coded and closing is not None:  # 主要是2014099其他信访事务支出，2026年预算数…
            self._end_reason(window[0].start)
            mind.name(item_of(coded, mind.passage.words(coded)))
            return
        at = next((i for i, t in enumerate(window) if t.kind in ("REASON", "USE")), None)
        head = window if at is None else window[:at]
        compared = compare(head, mind.years)
        if compared.base is not None:
            state.base = compared.base
            if head[0].kind in ("CMP", "YOY") and (state.item, compared.base) not in state.told:
                self._end_reason(window[0].start)
        moved = any(t.kind in MOVES for t in compared.rest)
        if state.reason == "after" and mind.items.names(compared.rest) and not moved:
            self._end_reason(window[0].start)
        if state.reason and at is None:
            self._within_reason(compared.rest, opens)
            return
        if self._opens_review(window):
            return
        if at is not None and window[at].kind == "USE" and text_of(head).startswith(("该", "此", "本项")):
            self._end_reason(window[0].start)  # 原因是厉行节约，该项经费主要用于接待
        self._names_subject(head, compared.rest, closing, opens, window, at, moved)
        said = worded(mind, head, compared.base, compared.rest)
        if said:
            self.stated.append(said)
            self.reasons.said(said)
        if at is None:
            if window[-1].text == "中" and state.item:
                self.crossing.cross("PART", None, [])  # 项目支出中，
            return
        state.reason = "use" if window[at].kind == "USE" else "reason"
        state.elsewhen = mind.speaks_of_another_year(window[at:])
        if state.reason == "reason":
            last = next((i for i in range(at, len(window)) if window[i].kind not in ("REASON", "FILL")), len(window))
            self.reasons.open(window[last - 1].end, *self._explained(head, compared))
        if closing is None or closing.kind != "SEMI":  # 原因是…；2.某某支出: no point of the reason
            state.listed = place + 1 < len(found) and found[place + 1].kind == "ORD"

    def _opens_review(self, window: list[Token]) -> bool:
        """某某项目绩效自评综述：all that stands before is the name of the project."""
        at = next((i for i, t in enumerate(window) if t.id == "reviewed"), None)
        pieces = [] if at is None else self.mind.items.opened(window[:at])
        pieces = pieces[1:] if pieces and pieces[0].kind == "NOTE" else pieces  # 某局本级（机关）病媒防制项目
        if at is None or not pieces:
            return False
        project = "项目" if window[at].text.startswith("项目") else ""
        self.mind.name(item_of(pieces, self.mind.passage.words(pieces) + project))
        self.mind.state.reviewed = self.mind.state.item
        return True

    def _explained(self, head: list[Token], compared: Comparison) -> tuple[Item | None, str | None]:
        """“三公”经费决算数小于年初预算数的原因是: the item that a reason names as its own, and its base."""
        pieces = self.mind.items.opened(compared.rest)
        cut = next((i for i, t in enumerate(pieces) if t.kind in ("STAGE", "FLAT", "DONE", *MOVES)), len(pieces))
        pieces = pieces[:cut]
        if not self.mind.items.names(pieces) or not self.mind.items.known(pieces):
            return None, None
        staged = next((i for i, t in enumerate(head) if t.kind == "STAGE"), len(head))
        return item_of(pieces, self.mind.passage.words(pieces)), compared.base or against_budget(head[staged:])[0]

    def _end_reason(self, place: int) -> None:
        self.mind.state.reason = ""
        self.reasons.close(place)

    def _within_reason(self, rest: list[Token], opens: bool) -> None:
        """A clause of a reason: the item that it speaks of, for the figures behind it."""
        mind, state = self.mind, self.mind.state
        end = next((i for i, t in enumerate(rest) if t.kind in (*MOVES, "CMP")), None)
        pieces = mind.items.opened(rest[:end]) if end is not None else []
        known = bool(pieces) and mind.items.known(pieces)
        state.elsewhen = state.elsewhen or mind.speaks_of_another_year(rest)
        state.in_reason = item_of(pieces, mind.passage.words(pieces)) if known else None
        if state.reason == "after" and opens and any(t.kind in ("STAGE", "FLAT") for t in rest):
            mind.name(None)  # behind the reason something unknown is told of

    def _names_subject(
        self,
        head: list[Token],
        rest: list[Token],
        closing: Token | None,
        opens: bool,
        window: list[Token],
        at: int | None,
        moved: bool,
    ) -> None:
        words = text_of(head)
        if words.startswith("由") and words.endswith("的"):
            self.mind.state.qualifier = self.mind.passage.words(head)  # 由中小企业中标的，采购金额…
            return
        said = bool(head) and head[0].text in ("为", "是")  # 为市本级财政拨付的资金: said of the subject, no new one
        if not said and (at is None or not (moved or any(t.kind == "FLAT" for t in head))):
            self._subject(rest, closing, opens, window[0].kind == "ORD", at is not None)

    def _subject(self, rest: list[Token], closing: Token | None, opens: bool, numbered: bool, told: bool) -> None:
        """A clause that names an item and no number: the subject of what follows."""
        mind, pieces = self.mind, self.mind.items.opened(rest)
        told = told or (bool(pieces) and not mind.items.names(rest))
        mind.lead(rest, told=told and closing is not None and closing.text in (",", ";"))
        mind.state.listing = closing is not None and closing.text == "," and any(t.text == "、" for t in pieces[1:-1])
        deciding = ("STAGE", "FLAT", *MOVES, "DONE")
        cut = next((i for i, t in enumerate(pieces) if t.kind in deciding), len(pieces))
        topic = bool(rest) and rest[0].text == "在" and rest[-1].text in ("中", "方面")  # 在某某项目中，
        whole, planned = cut == len(pieces), len(pieces) == 1 and pieces[0].text.startswith("支出预算")
        if planned:
            mind.name(item_of(pieces, "支出预算"))
        pieces = pieces[:cut]
        if not pieces or all(t.kind == "SPEND" for t in pieces):
            return
        heads_list = closing is not None and (closing.text[-1] == ":" or (closing.text == "。" and numbered))
        if (
            mind.items.known(pieces)
            or (opens and whole and heads_list and mind.items.possible(pieces))
            or (topic and mind.items.possible(pieces))
        ):
            mind.name(item_of(pieces, mind.passage.words(pieces), scope_of(rest)))
            mind.state.bare = mind.state.item
        elif opens and (not whole or heads_list or topic) and pieces[0].kind != "NOTE":
            mind.name(None)  # it speaks of something that is not known: what follows has no subject
        elif opens and mind.opened_by in (";", "。") and pieces[-1].kind == "NAME" and mind.items.may_name(pieces):
            mind.state.unsure = True  # ；采购办公家具，预算6.20万元

    # ---- numbers

    def _number(self, figure: Figure) -> None:
        mind, state = self.mind, self.mind.state
        self._open_reason(figure)
        try:
            figures = self.apart.figures(figure)
            claims = [self.roles.second(one) or self.roles.figure(one) for one in figures]
        except NotUnderstood as why:
            self._abstain(figure, str(why))
            return
        if not state.reason:
            self.reasons.close(figure.window[0].start if figure.window else figure.number.start)
        for claim in claims:
            self._said(claim)
        figure.spent = figures[-1].spent
        self.apart.joint(claims)
        if len(figures) > 1 or figures[0].of:
            mind.name(None)  # what follows is of none of them alone

    def _said(self, claim: Claim) -> None:
        mind, state = self.mind, self.mind.state
        claim.clause = mind.clause
        state.bare, state.listing = None, False
        state.commas = is_next_in_list(mind, claim)
        self.stated.append(claim)
        for one in (self.reasons, self.apart):
            one.said(claim)
        self.parts.read(claim)
        if claim.measure in AMOUNTS and claim.unit in mind.money and not claim.compared:
            state.amount, state.strange = claim, False
        state.last = claim
        if claim.unit in mind.money:
            state.money = claim.unit
            state.known[claim.named.key, claim.measure] = claim.wan

    def _open_reason(self, figure: Figure) -> None:
        """A window that holds the opening of a reason: what stands before it is a clause of its own."""
        at = max((i for i, t in enumerate(figure.window) if t.kind in ("REASON", "USE")), default=None)
        if at == 0 and figure.opens and self.mind.opened_by in ("", "。"):
            what = self.mind.items.said_of(figure.window)
            if what:  # 用于保障机构运转的基本支出50.00万元
                figure.window = what
                return
        if at is not None:
            self._clause(figure.window[: at + 1], None, figure.opens, figure.tokens, figure.place)
            figure.window, figure.opens = figure.window[at + 1 :], True

    def _abstain(self, figure: Figure, why: str) -> None:
        mind = self.mind
        start = figure.number.start
        self.unread.append(Unread(mind.passage.mark(start, start + mind.digits(figure.number))[0], why))
        self.parts.missed(figure, self.unread[-1])
        mind.state.last, mind.cut = None, True
        said = [t.kind for t in figure.window if t.kind != "FILL"]
        moved = set(said[-1:]) & {"BOTH", *MOVES} or "CMP" in said  # a change, or with what it compares, is no whole
        if figure.number.unit in mind.money and not moved:
            mind.state.amount, mind.state.strange = None, mind.is_of_another_stage(figure.window)
        listed = mind.state.missed == "role" and mind.opened_by == "、"
        mind.state.missed = "role" if listed or any(t.kind == "STAGE" for t in figure.window) else "number"
        names = any(t.kind in KNOWN | {"NAME", "PER"} and t.kind != "SPEND" for t in figure.window)
        anew = figure.opens or figure.kind == "count" or mind.state.counted is not None
        if anew and names and mind.state.reason in ("", "after"):
            mind.name(None)  # an unread subject leaves its followers without one
