"""What the checks come to: identities that hold, findings by severity, the one that rounding explains least.

Source is the table of ``budgetlib.checks.verdicts``. Sentences are computed, in Chinese and English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.labels import labelled
from budgetlib.analysis.sentences import Sentence
from budgetlib.checks.catalogue import FAMILIES
from budgetlib.checks.verdicts import verdicts as verdicts_of
from budgetlib.intervals import HALF_UNIT
from budgetlib.reference import load
from budgetlib.reference.wording import Lang, code_word, percentage, signed
from budgetlib.report import Report
from budgetlib.schema import SEVERITIES

if TYPE_CHECKING:
    from IPython.display import Markdown

SEVERITY_NAMES = {"error": ("错误", "error"), "warning": ("提示", "warning"), "note": ("备注", "note")}
"""Severity to its name in Chinese and English."""
_SCANNED = "form"
"""The family whose rules look for slips and confirm nothing."""
_STATUSES = {
    "exact": ("精确成立", "Exact"),
    "rounded": ("舍入可解释", "Within rounding"),
    "truncated": ("截去尾数", "Cut off"),
    "broken": ("不成立或有提示", "Broken or remarked"),
}
_COLUMNS = {
    "family": ("类别", "Family"),
    "title": ("规则", "Rule"),
    "subject": ("等式", "Identity"),
    "status": ("结论", "Verdict"),
    "ratio": ("相差÷容差", "Difference / tolerance"),
    "rules": ("规则数", "Rules"),
    "message": ("说明", "Message"),
    "number": ("条数", "Number"),
    **_STATUSES,
}
"""Columns of ``verdicts``, and of what is counted from them, to their labels in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Identities:
    """How many stated figures were recomputed, and how they came out."""

    total: int
    exact: int
    rounded: int
    truncated: int
    broken: int

    @property
    def share_exact(self) -> float:
        """Percent that holds to the last printed digit; NaN where nothing was recomputed."""
        return _percent(self.exact, self.total)

    @property
    def share_explained(self) -> float:
        """Percent that holds exactly or within rounding; NaN where nothing was recomputed."""
        return _percent(self.exact + self.rounded, self.total)


def judged(report: Report) -> pd.DataFrame:
    """Every verdict on a report (``checks.verdicts``); one on a copy that may be a draft names no office."""
    table = verdicts_of(report)
    table.attrs |= report.reports.attrs  # what its pages count, and what copy it is, for notes of charts
    if report.identity.edition != "sample":
        return table
    names = [name for name in (report.identity.agency_printed, report.identity.agency) if name]
    for column, instead in (("zh", "某单位"), ("en", "an office")):
        for words in (f"message_{column}", f"subject_{column}"):
            for name in names:
                table[words] = table[words].str.replace(name, instead, regex=False)
    return table.assign(agency="某单位")


def statement_sentences(report: Report) -> list[Sentence]:
    """How many statements were read, and which of those that every report has are missing."""
    missing = [str(key) for key in report.printed.missing]
    found = int(report.statements["found"].sum())
    title = f"title_{report.identity.report_type}"
    titles = {entry["key"]: entry[title] for entry in load("statements")["statement"] if title in entry}
    zh, en = f"读到{found}张报表。", f"{found} statements were read."
    if missing:
        named = "、".join(titles.get(key) or code_word("statement", key, "zh") for key in missing)
        zh += f"没有读到：{named}。没有读到就没有结论，不等于没有问题。"
        en += f" Not found: {', '.join(key.replace('_', ' ') for key in missing)}. What is not there is unchecked."
    return [Sentence(zh, en)]


def unchecked_sentences(report: Report) -> list[Sentence]:
    """How much could not be checked, and the reason given most often."""
    left = [one.verdict.reason for one in report.checked.judged if one.verdict.status == "unchecked"]
    if not left:
        return []
    (zh, en), number = Counter(left).most_common(1)[0]
    both = re.fullmatch(r"(.+) \((.+)\)", zh)  # a doubt about a table is in both languages
    zh, en = both.groups() if both else (code_word("doubt", zh, "zh"), en)
    return [
        Sentence(
            f"另有{len(left):,}条无法核对，最多的原因（{number:,}条）：{zh}。",
            f"{len(left):,} more could not be checked, mostly ({number:,}) because: {en}.",
        )
    ]


def score_gap_sentences(report: Report, verdicts: pd.DataFrame) -> list[Sentence]:
    """Where a total score cannot hold: whether the gap is the score that the execution rate would give."""
    rows = verdicts[(verdicts["rule"] == "performance.total_score") & (verdicts["status"] == "broken")]
    found = []
    for _, row in rows.iterrows():
        form = report.projects.iloc[int(str(row["evidence"]).split(":")[1])]
        linear = form["rate_weight"] * form["execution_rate"] / 100
        if linear != linear or abs(linear - row["difference"]) >= HALF_UNIT:
            continue
        formula = f"{form['rate_weight']:g} × {form['execution_rate']:.2f}% = {linear:.2f}"
        found.append(
            Sentence(
                f"总分多出{row['difference']:.2f}分，恰好是执行率应得的分：{formula}。可能执行率得分后来改为"
                f"{form['rate_score']:g}而总分没有跟着改，也可能总分对、执行率得分填漏了；要问编制单位。",
                f"The total is {row['difference']:.2f} too high, exactly what the rate would give: {formula}. Either "
                "its score was changed later and the total was not, or it was left out; only the office can say.",
            )
        )
    return found


def identity_counts(verdicts: pd.DataFrame) -> Identities:
    """The identities among ``verdicts`` by status."""
    status = verdicts.loc[verdicts["identity"], "status"]
    return Identities(
        len(status), *(int((status == name).sum()) for name in ("exact", "rounded", "truncated", "broken"))
    )


def beyond_rounding(verdicts: pd.DataFrame) -> pd.Series:
    """Difference over tolerance: within ±1 rounding explains it; infinite where there is nothing to round."""
    tolerance = verdicts["tolerance"].fillna(0.0)
    ratio = verdicts["difference"] / tolerance.where(tolerance > 0)
    off = verdicts["difference"].fillna(0.0)
    ratio = ratio.mask((tolerance == 0) & (off > 0), float("inf")).mask((tolerance == 0) & (off < 0), float("-inf"))
    return ratio.mask((tolerance == 0) & (off == 0), 0.0)


def closest_calls(verdicts: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """The ``n`` identities with the largest difference for their tolerance, which is added as ``ratio``."""
    rows = verdicts[verdicts["identity"]]
    rows = rows.assign(ratio=beyond_rounding(rows))
    rows = rows.drop_duplicates(["rule", "subject_zh", "stated", "expected"])  # told twice alike it is one
    return rows.sort_values("ratio", key=abs, ascending=False, kind="stable").head(n)


def strongest(verdicts: pd.DataFrame) -> pd.Series | None:
    """The finding of the highest severity that rounding explains least; None where nothing was found."""
    found = verdicts[verdicts["severity"] != ""]
    if found.empty:
        return None
    rank = found["severity"].map(SEVERITIES.index)
    size = beyond_rounding(found).abs().where(found["identity"], 0.0)
    return found.assign(rank=rank, size=-size).sort_values(["rank", "size", "page"], kind="stable").iloc[0]


def family_counts(tally: pd.DataFrame) -> pd.DataFrame:
    """Rules and verdicts by family, from the table of ``checks.verdicts.tally``."""
    groups = tally.groupby("family", sort=False)
    return groups[list(_STATUSES)].sum().reset_index().assign(rules=groups.size().to_numpy())


def verdict_matrix(verdicts: pd.DataFrame) -> pd.DataFrame:
    """One row per report and family that had something to check; ``verdicts`` may hold several reports.

    Columns: ``report_id``, ``family``, ``verdicts``, ``findings``, ``error``, ``warning``, ``note`` (counts), ``worst``
    (severity, blank where nothing was found), ``label`` (findings / verdicts). The form of a report is always looked
    at, for slips only: there ``verdicts`` is the findings and ``label`` their number.
    """
    rows = []
    for report, own in verdicts.groupby("report_id", sort=False):
        for family in FAMILIES:
            part = own[own["family"] == family]
            if part.empty and family != _SCANNED:
                continue
            counts = {name: int((part["severity"] == name).sum()) for name in SEVERITIES}
            found = sum(counts.values())
            worst = next((name for name in SEVERITIES if counts[name]), "")
            label = str(found) if family == _SCANNED else f"{found}/{len(part)}"
            row = {"report_id": report, "family": family, "verdicts": len(part), "findings": found, **counts}
            rows.append(row | {"worst": worst, "label": label})
    columns = ["report_id", "family", "verdicts", "findings", *SEVERITIES, "worst", "label"]
    return pd.DataFrame(rows, columns=columns)


def matrix_headline(matrix: pd.DataFrame) -> Sentence:
    """How many comparisons were made in how many reports, and how many of them are errors."""
    reports, compared = matrix["report_id"].nunique(), int(matrix["verdicts"].sum())
    errors, other = int(matrix["error"].sum()), int(matrix[["warning", "note"]].sum().sum())
    return Sentence(
        f"{reports}份报告核对{compared:,}处，{errors}处错误，{other}处提示或备注",
        f"{compared:,} comparisons in {reports} reports: {errors} errors, {other} warnings or notes",
    )


def labelled_verdicts(frame: pd.DataFrame, columns: Sequence[str], lang: Lang = "zh") -> pd.DataFrame | Markdown:
    """``columns`` of verdicts or findings for reading, with labels and codes as words, without row numbers.

    ``title``, ``subject`` and ``message`` stand for the column in that language. KeyError for one that is not there.
    """
    shown = frame.rename(columns={f"{name}_{lang}": name for name in ("title", "subject", "message")})
    shown = shown[list(columns)].reset_index(drop=True)
    side = 0 if lang == "zh" else 1
    for name, words in (("family", FAMILIES), ("status", _STATUSES)):
        if name in shown:
            shown[name] = [words[code][side] if code in words else "" for code in shown[name]]
    return labelled(shown, "findings", list(shown.columns), lang, _COLUMNS)


def finding_sentences(verdicts: pd.DataFrame) -> list[Sentence]:
    """Shares of identities that hold, findings by severity, and the strongest finding with its formula and page."""
    found = [_identities_sentence(identity_counts(verdicts)), _severity_sentence(verdicts)]
    top = strongest(verdicts)
    if top is not None:
        found.append(
            Sentence(
                f"最强的一条（{SEVERITY_NAMES[top['severity']][0]}）：{top['message_zh']}",
                f"The strongest ({SEVERITY_NAMES[top['severity']][1]}): {top['message_en']}",
            )
        )
    return found


def identity_headline(verdicts: pd.DataFrame) -> Sentence:
    """How many of the identities hold, and by how much the worst is off: the title of a chart."""
    counts = identity_counts(verdicts)
    if not counts.broken:
        return Sentence(
            f"重算{counts.total}条等式，没有一条超出舍入能解释的范围",
            f"{counts.total} identities recomputed: rounding explains every difference",
        )
    worst = signed(closest_calls(verdicts, 1).iloc[0]["difference"])
    zh, en = ("", "off by") if counts.broken == 1 else ("最突出的", "the worst is off by")
    return Sentence(
        f"重算{counts.total}条等式，{counts.broken}条不成立，{zh}相差{worst}",
        f"{counts.broken} of {counts.total} identities cannot hold: {en} {worst}",
    )


def _identities_sentence(counts: Identities) -> Sentence:
    if not counts.total:
        return Sentence("没有可以重算的等式。", "There was no identity to recompute.")
    kept = counts.total - counts.truncated - counts.broken
    cut = (f"，{counts.truncated}条是截去尾数所致", f", {counts.truncated} follow from digits cut off")
    zh, en = cut if counts.truncated else ("", "")
    return Sentence(
        f"共重算{counts.total}条等式：{counts.exact}条精确成立（{percentage(counts.share_exact, 1)}），"
        f"{counts.rounded}条的差额可由舍入解释（合计{kept}条，{percentage(counts.share_explained, 1)}）{zh}，"
        f"{counts.broken}条不成立。",
        f"{counts.total} identities recomputed: {counts.exact} hold exactly ({percentage(counts.share_exact, 1)}), "
        f"{counts.rounded} within rounding (together {kept}, {percentage(counts.share_explained, 1)}){en}, "
        f"{counts.broken} cannot hold.",
    )


def _severity_sentence(verdicts: pd.DataFrame) -> Sentence:
    severity = verdicts["severity"]
    counts = {name: int((severity == name).sum()) for name in SEVERITIES}
    zh = "，".join(f"{SEVERITY_NAMES[name][0]}{number}条" for name, number in counts.items())
    en = ", ".join(f"{number} {SEVERITY_NAMES[name][1]}{'' if number == 1 else 's'}" for name, number in counts.items())
    if not any(counts.values()):
        return Sentence("没有发现疑点；这不证明数字为真。", "Nothing was found; that does not prove the figures true.")
    return Sentence(f"疑点共{sum(counts.values())}条：{zh}。", f"Findings: {sum(counts.values())} ({en}).")


def _percent(part: int, whole: int) -> float:
    return part / whole * 100 if whole else float("nan")
