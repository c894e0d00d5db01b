"""Leads (线索): what a good reporter would ask, ranked by the money at stake, each with its innocent explanation.

A lead is no finding: its figures are right as printed, and it accuses nobody. Sources are the public tables of one
report; amounts are 万元. What each kind says, explains and asks stands in ``reference/leads.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from budgetlib.analysis.reasons import as_said
from budgetlib.analysis.sentences import Sentence
from budgetlib.analysis.yearonyear import totals, whole_of_items
from budgetlib.execution import project_execution, short_name
from budgetlib.functional import completed, flags, functional_items, on_prior_year
from budgetlib.intervals import HALF_UNIT, percent
from budgetlib.itemrows import own_rows
from budgetlib.reference import load as reference
from budgetlib.reference.classification import english
from budgetlib.text import plain
from budgetlib.threepublic import COMPONENTS, three_public_items
from budgetlib.wording import Lang, amount, item_label, percentage, quoted

Tables = Mapping[str, pd.DataFrame]

_FEW = 10
"""Indicators or goals below which a share says nothing."""
_MOST_EXACT, _LARGE_REST, _LARGE_CARRY, _LOW_SHARE, _RISE = 60.0, 5.0, 10.0, 40.0, 20.0
"""Percent from which (or below which) a share is worth a question."""
_TOLD = 5
"""Leads that the answer tells."""
_MOVES = 3
"""Moves that are told, with a reason and without."""
_SHORTEST_NAME = 6
"""Characters in a row that a reason and a project's name must share to speak of the same thing."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A question to ask: its kind, what the figures say, the innocent explanation, the question, money and pages."""

    kind: str
    title: Sentence
    says: Sentence
    innocent: Sentence
    ask: Sentence
    amount: float
    pages: tuple[int, ...]


def leads(tables: Tables) -> list[Lead]:
    """The leads of one report from its public tables (``report.tables()``), those with most money first."""
    found = [lead for kind in _KINDS for lead in kind(tables)]
    return sorted(found, key=lambda lead: -lead.amount)


def lead_answer(found: list[Lead]) -> list[Sentence]:
    """What the leads with most money say; without any, how many rules found none."""
    if found:
        return [lead.says for lead in found[:_TOLD]]
    return [
        Sentence(
            f"按{len(_KINDS)}条规则找过，没有一条线索：报告没有可对照的数字，或对照下来没有可问的。",
            f"{len(_KINDS)} rules looked for leads and found none: the report has no figures to set side by side, or "
            "none that raise a question.",
        )
    ]


def lead_table(tables: Tables, lang: Lang = "zh") -> pd.DataFrame:
    """The leads as a table: ``kind``, then ``title``, ``says``, ``innocent``, ``ask``, ``amount`` and ``pages``."""
    said = ("title", "says", "innocent", "ask")
    rows = [
        (one.kind, *(getattr(one, name).text(lang) for name in said), one.amount, "、".join(map(str, one.pages)))
        for one in leads(tables)
    ]
    return pd.DataFrame(rows, columns=["kind", *said, "amount", "pages"])


def _wording() -> dict[str, Any]:
    return reference("leads")


def _lead(kind: str, money: Any, pages: list[Any], **words: str) -> Lead:
    row = _wording()[kind]
    both = (words, {name: _english(word) for name, word in words.items()})
    said = {
        part: Sentence(*(text.format(**one) for text, one in zip(row[part], both, strict=True)))
        for part in ("says", "innocent", "ask")
    }
    known = sorted({int(page) for page in pages if pd.notna(page)})
    return Lead(kind, Sentence(*row["title"]), **said, amount=abs(round(float(money), 6)), pages=tuple(known))


def _english(word: str) -> str:
    """An item in quotation marks by its English name."""
    return quoted(english(word[1:-1])) if word.startswith("“") and word.endswith("”") else word


def _reason_project(tables: Tables) -> Iterator[Lead]:
    """A gap to the initial budget that is put down to a project which did not move that way."""
    projects = project_execution(tables["projects"]).dropna(subset=["initial_budget", "executed"])
    rows = own_rows(tables["completions"]).dropna(subset=["initial_budget", "actual", "reason", "item"])
    rows = rows.assign(gap=(rows["actual"] - rows["initial_budget"]).round(6)).sort_values(
        "gap", key=abs, ascending=False
    )
    told: set[str] = set()
    for _, row in rows[rows["gap"].abs() > HALF_UNIT].iterrows():
        named = projects[flags(projects["project"], partial(_speaks_of, row["reason"]))]
        against = named[(named["executed"] - named["initial_budget"]) * row["gap"] < 0]
        for _, project in against[~against["project"].isin(told)].iterrows():
            told.add(project["project"])
            yield _against(row, project, projects[~projects["project"].isin(named["project"])])


def _against(row: pd.Series, project: pd.Series, other: pd.DataFrame) -> Lead:
    gap = float(row["gap"])
    return _lead(
        "reason_project",
        gap,
        [row["page"], project["page"]],
        item=quoted(row["item"]),
        gap=amount(abs(gap)),
        way_zh="少" if gap < 0 else "多",
        way_en="below" if gap < 0 else "above",
        named=quoted(short_name(project["project"])),
        initial=amount(project["initial_budget"]),
        spent=amount(project["executed"]),
        **_moved_most(other, gap),
    )


def _moved_most(projects: pd.DataFrame, gap: float) -> dict[str, str]:
    """The projects, not named in the reason, that moved most in the direction of the gap."""
    moved = (projects["executed"] - projects["initial_budget"]).round(6)
    same = projects.assign(moved=moved)[moved * gap > 0].sort_values("moved", key=abs, ascending=False)[:2]
    named = [f"{quoted(short_name(row['project']))}{amount(abs(row['moved']))}" for _, row in same.iterrows()]
    if not named:
        return {"rest_zh": "", "rest_en": ""}
    zh = "减少" if gap < 0 else "增加"
    en = "falls" if gap < 0 else "rises"
    return {
        "rest_zh": f"{zh}最多的其实是{'、'.join(f'{one}万元' for one in named)}，理由没有提到。",
        "rest_en": f"The largest {en}, which it does not name, are {', '.join(named)}.",
    }


def _speaks_of(reason: str, project: str) -> bool:
    """Whether a reason names a project: by words in quotation marks, or by enough characters in a row."""
    reason, project = plain(reason), plain(project)
    marked = re.compile(r"[“‘\"]([^“”‘’\"]+)[”’\"]")
    inside = {word for word in marked.findall(reason) if len(word) > 1}
    if inside:
        return any(
            word in marked.findall(project) or (len(word) >= _SHORTEST_NAME and word in project) for word in inside
        )
    name = re.sub(r"\d{4}年|专项|经费|项目|资金|工作|补助", "", project)
    return any(name[at : at + _SHORTEST_NAME] in reason for at in range(max(len(name) - _SHORTEST_NAME + 1, 0)))


def _outside_three_public(tables: Tables) -> Iterator[Lead]:
    """Projects whose name, goals or indicators speak of what the three public expenses are for."""
    spent = project_execution(tables["projects"]).dropna(subset=["executed"])
    actual = tables["three_public"].set_index("item")["actual"].dropna()
    texts = _texts_of_projects(tables)
    for item, words in _wording()["words"].items():
        found = {name: [w for w in words["any"] if w in texts.get(name, name)] for name in spent["project"]}
        rows = spent[spent["project"].isin([name for name, said in found.items() if said])]
        total = round(float(rows["executed"].sum()), 6)
        if item not in actual or total <= float(actual[item]):
            continue
        yield _lead(
            "outside_three_public",
            total,
            list(rows["page"]),
            item=words["item"][0],
            item_en=words["item"][1],
            actual=amount(float(actual[item])),
            count=str(len(rows)),
            spent=amount(total),
            words="、".join(dict.fromkeys(word for name in rows["project"] for word in found[name])),
            projects="、".join(
                f"{quoted(short_name(n))}{amount(v)}" for n, v in zip(rows["project"], rows["executed"], strict=True)
            ),
        )


def _texts_of_projects(tables: Tables) -> dict[str, str]:
    """All that a report says of a project's content: its name, its goals, its indicators."""
    texts: dict[str, str] = {}
    for table, columns in (("projects", ["project"]), ("goals", ["item"]), ("indicators", ["indicator", "actual"])):
        for _, row in tables[table].iterrows():
            if isinstance(row["project"], str):
                said = " ".join(plain(row[column]) for column in columns if isinstance(row[column], str))
                texts[row["project"]] = f"{texts.get(row['project'], '')} {said}"
    return texts


def _cut_to_spending(tables: Tables) -> Iterator[Lead]:
    rows = project_execution(tables["projects"])
    rows = rows[rows["cut_to_spending"]]
    if rows.empty:
        return
    largest = rows.sort_values("cut", ascending=False, kind="stable").iloc[0]
    initial, spent = float(rows["initial_budget"].sum()), float(rows["executed"].sum())
    yield _lead(
        "cut_to_spending",
        float(rows["cut"].sum()),
        list(rows["page"]),
        count=str(len(rows)),
        cut=amount(float(rows["cut"].sum())),
        initial=amount(initial),
        spent=amount(spent),
        rate=percentage(percent(spent, initial)),
        largest=f"{quoted(short_name(largest['project']))}（{amount(largest['initial_budget'])}→{amount(largest['executed'])}）",
    )


def _projects_exceed(tables: Tables) -> Iterator[Lead]:
    """Appropriations of the projects against appropriation spending less its basic part."""
    projects = tables["projects"][tables["projects"]["evaluation"] == "project"]
    spent = projects["appropriation_executed"].dropna()
    whole = _stated(tables, lambda item: re.fullmatch("一般公共预算财政拨款支出", item))
    basic = _stated(tables, lambda item: re.fullmatch("一般公共预算财政拨款基本支出", item))
    if whole is None or basic is None or spent.empty:
        return
    left = float(whole["value"] - basic["value"])
    over = float(spent.sum()) - left
    if over > HALF_UNIT * (len(spent) + 2):
        yield _lead(
            "projects_exceed",
            over,
            [whole["page"], basic["page"], *projects["page"]],
            count=str(len(spent)),
            sum=amount(float(spent.sum())),
            whole=amount(whole["value"]),
            basic=amount(basic["value"]),
            left=amount(left),
            over=amount(over),
        )


def _stated(tables: Tables, fits: Callable[[str], Any]) -> pd.Series | None:
    """The first actual amount (万元) that the prose states for an item."""
    claims = own_rows(tables["claims"])
    rows = claims[(claims["measure"] == "actual") & (claims["unit"] == "万元") & claims["item"].notna()]
    rows = rows[flags(rows["item"], lambda item: bool(fits(plain(item))))]
    return None if rows.empty else rows.iloc[0]


def _funds_exceed(tables: Tables) -> Iterator[Lead]:
    """The fund of which the projects together have most above the evaluation of the whole department."""
    rows = tables["projects"]
    whole, parts = (rows[rows["evaluation"] == kind] for kind in ("department", "project"))
    over = [
        (round(float(parts[column].sum()) - float(whole[column].iloc[0]), 6), fund, stage, column)
        for fund in _wording()["funds"]
        for stage in _wording()["stages"]
        if (column := f"{fund}_{stage}") and len(whole) == 1 and pd.notna(whole[column].iloc[0])
    ]
    more, fund, stage, column = max(over, default=(0.0, "", "", ""))
    if more > HALF_UNIT * (len(parts) + 1):
        yield _lead(
            "funds_exceed",
            more,
            [*whole["page"], *parts.loc[parts[column].notna(), "page"]],
            count=str(parts[column].notna().sum()),
            fund=_wording()["funds"][fund][0],
            fund_en=_wording()["funds"][fund][1],
            stage=_wording()["stages"][stage][0],
            stage_en=_wording()["stages"][stage][1],
            sum=amount(float(parts[column].sum())),
            whole=amount(float(whole[column].iloc[0])),
            over=amount(more),
        )


def _unexplained_rest(tables: Tables) -> Iterator[Lead]:
    """What of the largest total no item explains, in reports whose items are all of a total.

    Items that add up to none are a part, or one of them is wrong, and their rest means nothing.
    """
    items = functional_items(tables["changes"])["change"].dropna()
    whole = totals(tables["changes"]).dropna(subset=["change"]).sort_values("change", key=abs, ascending=False)
    if whole.empty or whole_of_items(tables["changes"]) is None:
        return
    total = whole.iloc[0]
    rest = round(float(total["change"]) - float(items.sum()), 6)
    if abs(rest) < HALF_UNIT * (len(items) + 1) or abs(percent(rest, total["change"])) < _LARGE_REST:
        return
    yield _lead(
        "unexplained_rest",
        rest,
        [total["page"]],
        item=quoted(total["item"]),
        change=amount(total["change"]),
        count=str(len(items)),
        sum=amount(float(items.sum())),
        rest=amount(rest),
    )


def _large_moves(tables: Tables) -> Iterator[Lead]:
    """The largest moves against the prior year, and those without a reason; one of several rows with one change."""
    changes = own_rows(tables["changes"])
    items = functional_items(changes)
    rows = items if len(items) > _MOVES else completed(on_prior_year(changes))
    rows = rows.dropna(subset=["item", "change", "prior", "current"])
    rates = [percent(change, prior) for change, prior in zip(rows["change"], rows["prior"], strict=True)]
    rows = rows.assign(rate=rates).sort_values("change", key=abs, ascending=False, kind="stable")
    rows = rows[(rows["change"].abs() > HALF_UNIT) & ~(rows["rate"].abs() < _RISE)]
    given = rows["reason"].notna()
    told = rows[given].drop_duplicates("change").drop_duplicates("reason").head(_MOVES)
    silent = rows[~given & ~rows["change"].isin(rows.loc[given, "change"])].drop_duplicates("change").head(_MOVES)
    for kind, found in (("large_move", told), ("no_reason", silent)):
        for _, row in found.iterrows():
            rated = row["rate"] == row["rate"]
            yield _lead(
                kind,
                row["change"],
                [row["page"]],
                item=quoted(row["item"]),
                prior=amount(row["prior"]),
                current=amount(row["current"]),
                to_zh="降至" if row["change"] < 0 else "增至",
                rate=percentage(row["rate"]) if rated else "上年为零",
                rate_en=percentage(row["rate"]) if rated else "zero before",
                reason=as_said(str(row["reason"])),
            )


def _carry_over(tables: Tables) -> Iterator[Lead]:
    closing, opening = (_by_id(tables, name) for name in ("closing", "opening"))
    total = _by_id(tables, "expenditure+total")
    if closing is None or total is None or percent(closing["value"], total["value"]) < _LARGE_CARRY:
        return
    yield _lead(
        "carry_over",
        closing["value"],
        [closing["page"], total["page"]],
        closing=amount(closing["value"]),
        total=amount(total["value"]),
        rate=percentage(percent(closing["value"], total["value"])),
        opening_zh="" if opening is None else f"（年初{amount(opening['value'])}万元）",
        opening_en="" if opening is None else f" ({amount(opening['value'])} at its beginning)",
    )


def _by_id(tables: Tables, item_id: str) -> pd.Series | None:
    """The first actual amount (万元) of an item by its ``item_id``."""
    claims = own_rows(tables["claims"])
    rows = claims[(claims["item_id"] == item_id) & (claims["measure"] == "actual") & (claims["unit"] == "万元")]
    return None if rows.empty else rows.iloc[0]


def _small_enterprises(tables: Tables) -> Iterator[Lead]:
    whole, sme = _by_id(tables, "procurement"), _by_id(tables, "procurement+sme")
    if whole is None or sme is None or not whole["value"] > HALF_UNIT:
        return
    rate = percent(sme["value"], whole["value"])
    if rate < _LOW_SHARE:
        yield _lead(
            "small_enterprises",
            whole["value"] - sme["value"],
            [whole["page"], sme["page"]],
            whole=amount(whole["value"]),
            sme=amount(sme["value"]),
            rate=percentage(rate),
        )


def _cost_per_unit(tables: Tables) -> Iterator[Lead]:
    rows = tables["three_public"]
    for _, row in rows[rows["actual"].notna() & (rows["actual"] > HALF_UNIT)].iterrows():
        count, unit = (row["count"], row["count_unit"]) if row["item"] != "abroad" else (row["persons"], "人次")
        if pd.notna(count) and count > 0 and isinstance(unit, str):
            yield _lead(
                "cost_per_unit",
                row["actual"],
                [row["page"]],
                item=item_label(row["item"], "zh"),
                item_en=item_label(row["item"], "en"),
                actual=amount(row["actual"]),
                count=f"{count:,g}",
                unit=unit,
                each=amount(row["actual"] / count),
            )


def _exactly_on_target(tables: Tables) -> Iterator[Lead]:
    rows = tables["indicators"].dropna(subset=["target_value", "actual_value"])
    exact = rows[rows["target_value"] == rows["actual_value"]]
    rate = percent(len(exact), len(rows)) if len(rows) >= _FEW else 0.0
    if rate >= _MOST_EXACT:
        spent = project_execution(tables["projects"]).set_index("project")["executed"]
        met = spent[spent.index.isin(exact["project"])]
        yield _lead(
            "exactly_on_target",
            float(met.sum()),
            list(exact["page"])[:1],
            count=str(len(rows)),
            exact=str(len(exact)),
            rate=percentage(rate),
        )


def _three_public_rise(tables: Tables) -> Iterator[Lead]:
    rows = three_public_items(tables["three_public"])
    rows["rise"] = (rows["current"] - rows["prior"]).round(6)
    whole = rows[rows["item"] == "total"]
    parts = rows[rows["item"].isin(COMPONENTS) & (rows["rise"] > HALF_UNIT)].sort_values("rise", ascending=False)
    if whole.empty or parts.empty or not percent(whole["rise"].iloc[0], whole["prior"].iloc[0]) >= _RISE:
        return
    total, item = whole.iloc[0], parts.iloc[0]
    yield _lead(
        "three_public_rise",
        total["rise"],
        [total["page"], item["page"]],
        prior=amount(total["prior"]),
        current=amount(total["current"]),
        rate=percentage(total["rate"]),
        item=item_label(item["item"], "zh"),
        item_en=item_label(item["item"], "en"),
        item_prior=amount(item["prior"]),
        item_current=amount(item["current"]),
    )


_KINDS = (
    _reason_project,
    _outside_three_public,
    _cut_to_spending,
    _projects_exceed,
    _funds_exceed,
    _unexplained_rest,
    _large_moves,
    _carry_over,
    _small_enterprises,
    _cost_per_unit,
    _exactly_on_target,
    _three_public_rise,
)
