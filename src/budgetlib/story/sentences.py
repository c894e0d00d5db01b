"""What a fact sheet says beside its figures: what changed, what the projects show, and an editor's caveats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.sentences import (
    Sentence,
    changed,
    execution_sentences,
    three_public_sentences,
    year_on_year_sentences,
)
from budgetlib.analysis.yearonyear import GENERAL_BUDGET, growth, total_change, totals
from budgetlib.intervals import DIGITS, HALF_UNIT
from budgetlib.reference.wording import amount, percentage, quoted
from budgetlib.years.execution import project_totals
from budgetlib.years.functional import functional_items, item_levels

if TYPE_CHECKING:
    from budgetlib.report import Report
    from budgetlib.story.facts import Fact

EDITIONS = {
    "original": Sentence("文件没有注明是重新排版的版本", "The file does not say that it was typeset anew"),
    "typeset": Sentence("由公布的数字重新排版的版本", "An edition typeset anew from the published figures"),
    "sample": Sentence(
        "由样本副本重新排版的版本，样本可能是公布前的稿本",
        "An edition typeset anew from a sample copy, perhaps a draft of what was published",
    ),
    "fictional": Sentence("教学样例：机构与数据均为虚构", "A teaching sample: office and figures are fictional"),
    "form": Sentence("尚未填写的空白表样", "A form that is not filled in"),
}
_BASES = {"prior_budget": ("上年预算", "prior budget"), "other_year": ("所比年度", "the year compared with")}
_MOVERS = 3


def changes(report: Report) -> list[Sentence]:
    """What changed most: year on year, three public expenses, spending against the initial budget."""
    moved = _moved(report.changes)
    return [
        *_all_funds(report.changes),
        *moved,
        *_tried(three_public_sentences, report.three_public),
        *_budget_gap(report.completions),
    ]


def execution(report: Report) -> list[Sentence]:
    """What the projects spent of their budgets; nothing where the report has no self-evaluation of a project."""
    return _tried(execution_sentences, report.projects)


def caveats(report: Report, told: list[Fact]) -> list[Sentence]:
    """What a careful editor adds, each with its numbers: only what holds for this report."""
    return [*_of_source(report), *_of_bases(report), *_of_reading(report, told), *_of_findings(report)]


def _tried(write: Callable[[pd.DataFrame], list[Sentence]], table: pd.DataFrame) -> list[Sentence]:
    """Sentences of an analysis; none where the report does not print what it needs."""
    try:
        return write(table)
    except (ValueError, LookupError):
        return []


def _moved(table: pd.DataFrame) -> list[Sentence]:
    """Year on year: the whole analysis where the general budget's change is printed with its rate, else the movers."""
    try:
        stated = pd.notna(total_change(table)["change_pct"]) and not total_change(table)["zero_base"]
    except LookupError:
        stated = False
    if stated:
        found = year_on_year_sentences(table)
        return found if len(functional_items(table)) else [*found, *_largest(table, told=True)]
    items = growth(table)
    if items.empty:
        return list(_largest(table))
    rows = items[items["change"].abs() >= HALF_UNIT].head(_MOVERS)
    return [_move(row["name"], row) for _, row in rows.iterrows()]


def _all_funds(table: pd.DataFrame) -> Iterator[Sentence]:
    """The change of all funds together, where the report compares more than the general budget."""
    rows = totals(table).dropna(subset=["prior", "current", "change"])
    rows = rows[~rows["item"].str.startswith(GENERAL_BUDGET)].sort_values("current", ascending=False, kind="stable")
    for _, row in rows.head(1).iterrows():
        yield _move(row["item"], row)


def _largest(table: pd.DataFrame, told: bool = False) -> Iterator[Sentence]:
    """The largest changes of whatever the report compares; ``told`` leaves out that of the general budget."""
    rows = table[(table["change"].abs() >= HALF_UNIT) & table["item"].notna()]
    rows = rows[~rows["item"].str.contains("三公|出国|公务用车|公务接待", na=False)]  # they have sentences of their own
    if told:
        general = rows["item"].str.startswith(GENERAL_BUDGET)
        rows = rows[~rows["change"].isin(rows.loc[general, "change"])]
    order = rows["change"].abs().sort_values(ascending=False, kind="stable").index
    for _, row in rows.loc[order].drop_duplicates("change").head(_MOVERS).iterrows():
        yield _move((item_levels(row["item"]) or [row["item"]])[-1], row)


def _move(name: str, row: pd.Series) -> Sentence:
    zh, en = changed(row["change"])
    if row["zero_base"]:
        rate_zh, rate_en = "上年为零，增幅无意义", "zero in the prior year, so no rate"
    else:
        rate = percentage(row["change"] / row["prior"] * 100)
        rate_zh, rate_en = f"变动{rate}", rate
    base_zh, base_en = _BASES.get(str(row.get("base")), ("上年", "prior year"))
    to = "降至" if row["current"] < row["prior"] else "增至"
    return Sentence(
        f"{quoted(name)}由{base_zh}的{amount(row['prior'])}万元{to}{amount(row['current'])}万元，{zh}（{rate_zh}）。",
        f"{name}: from {amount(row['prior'])} ({base_en}) to {amount(row['current'])}, {en} ({rate_en}).",
    )


def _budget_gap(table: pd.DataFrame) -> list[Sentence]:
    """The functional item whose spending is farthest from its initial budget."""
    rows = table[table["initial_budget"].notna() & table["actual"].notna()]
    rows = rows[[len(item_levels(item or "")) == len("类款项") for item in rows["item"].fillna("")]]
    if rows.empty:
        return []
    gap = (rows["actual"] - rows["initial_budget"]).round(DIGITS)
    place = int(gap.abs().argmax())
    row, far = rows.iloc[place], float(gap.iloc[place])
    if abs(far) < HALF_UNIT:
        return []
    name, (zh, en) = item_levels(row["item"])[-1], ("多", "above") if far > 0 else ("少", "below")
    return [
        Sentence(
            f"与年初预算相差最大的科目是{quoted(name)}：年初预算{amount(row['initial_budget'])}万元，"
            f"决算{amount(row['actual'])}万元，{zh}{amount(abs(far))}万元。",
            f"Farthest from its initial budget is {name}: budget {amount(row['initial_budget'])}, actual "
            f"{amount(row['actual'])}, {amount(abs(far))} {en}.",
        )
    ]


def _of_source(report: Report) -> Iterator[Sentence]:
    identity = report.identity
    if identity.edition != "original":
        edition = EDITIONS[identity.edition]
        yield Sentence(
            f"这份文件是{edition.zh}：引用前请与单位公布的原件核对。",
            f"{edition.en}: compare with what the office published before you quote it.",
        )
    if identity.scope == "department":
        yield Sentence(
            "口径为部门（含本级和所属单位）：不能与单独一个单位的报告相加或直接比较。",
            "This is a department with the units under it: never add it to, or set it beside, the report of one unit.",
        )
    elif identity.scope == "unit":
        yield Sentence(
            "口径为单位：不代表整个部门，也不能与部门的合并数相加。",
            "This is a single unit: it does not stand for the department, and is already inside the department's sums.",
        )
    if identity.report_type == "budget":
        yield Sentence(
            "这是预算：写的是打算花的钱，不是已花的钱。", "This is a budget: money planned, not money spent."
        )
    for loss in report.document.losses:
        yield Sentence(f"有内容未能读出：{loss}", f"Something could not be read: {loss}")


def _of_bases(report: Report) -> Iterator[Sentence]:
    table = report.changes
    zero = table[table["zero_base"].fillna(False).astype(bool) & (table["change"] > 0)]
    if len(zero):
        yield Sentence(
            f"{len(zero)}处比较的上年数为零：所列增长率（如100%）没有意义，只能写金额。",
            f"{len(zero)} comparison{_s(zero)} start{_s(zero, '', 's')} from zero: a printed rate such as 100% says "
            "nothing, quote the amount.",
        )
    derived = table[table["derived"].fillna(False).astype(bool)]
    if len(derived):
        yield Sentence(
            f"{len(derived)}处的上年数报告没有印出，由本年数减增减额推算。",
            f"{len(derived)} prior-year figure{_s(derived)} {'is' if len(derived) == 1 else 'are'} not printed but "
            "computed as current less change.",
        )
    totals = project_totals(report.projects)
    if totals.projects and pd.notna(totals.rate_initial):
        yield Sentence(
            f"项目执行率以调整后的全年预算为分母：{totals.projects}个项目中{totals.cut_to_spending}个的预算被调减到恰好"
            f"等于支出，执行率必为100%；按年初预算算，合计为{percentage(totals.rate_initial)}。",
            f"Execution rates divide by the adjusted budget: {totals.cut_to_spending} of {totals.projects} budgets "
            f"were cut to exactly the spending, so their rate had to be 100%; of the initial budgets "
            f"{percentage(totals.rate_initial)} was spent.",
        )
    if "annual" in set(report.three_public["budget_basis"].dropna()):
        yield Sentence(
            "“三公”经费的预算是调整后的全年预算，不是年初预算：完成率接近100%说明不了节约与否。",
            "The budget of the three public expenses is the adjusted one: a rate near 100% says nothing about thrift.",
        )


def _of_reading(report: Report, told: list[Fact]) -> Iterator[Sentence]:
    bare = [
        (f"{fact.role.zh}（{figure.label.zh}）", f"{fact.role.en} ({figure.label.en})")
        for fact in told
        for figure in fact.figures
        if not figure.confirmed
    ]
    if bare:
        yield Sentence(
            f"上面{len(bare)}个数字没有其他印证，引用前请看原页：{'、'.join(zh for zh, _ in bare)}。",
            f"{len(bare)} figure{_s(bare)} above had no second confirmation, look at the page before you quote: "
            f"{'; '.join(en for _, en in bare)}.",
        )
    if report.verification is None and report.document.format == "pdf":
        yield Sentence(
            "印证只来自报告自身的等式；加 --verify 可让第二引擎重读一遍。",
            "Confirmations come from the report's own identities; --verify has a second engine read it again.",
        )
    unread = len(report.coverage.unread)
    if unread:
        whole = len(report.coverage.figures)
        yield Sentence(
            f"文件里的{whole:,}个数字中，{unread:,}个没有进入任何表格，本页没有用到它们。",
            f"Of {whole:,} numbers in the file {unread:,} reached no table, and this page does not use them.",
        )


def _of_findings(report: Report) -> Iterator[Sentence]:
    if report.checked.findings:
        yield Sentence(
            "一条疑点只说明两处印出的说法不能同时成立或容易误读，不说明哪一处错，更不说明钱用错了：见报前先问单位。",
            "A finding shows that two printed statements cannot both stand, or mislead; not which of them is wrong, "
            "nor that money was misspent: ask the office before you print it.",
        )
    else:
        yield Sentence(
            "没有查出疑点，不等于报告没有错：检查只比较印出来的数字。",
            "No finding does not mean no mistake: the checks only compare what is printed.",
        )


def _s(several: object, many: str = "s", one: str = "") -> str:
    """The plural ending."""
    return one if len(several) == 1 else many  # type: ignore[arg-type]
