"""The catalogue of rules: for the command line, and as the page docs/rules.md, which is generated from the rules.

``python -m budgetlib.checks.catalogue > docs/rules.md`` writes the page; a test fails when it is stale.
"""

from __future__ import annotations

from typing import NamedTuple

from budgetlib import reference
from budgetlib.checks import RULES, messages
from budgetlib.checks.model import Rule
from budgetlib.schema import Lang

FAMILIES = {
    "statement": ("表内", "Inside a statement"),
    "statements": ("表间", "Between statements"),
    "prose": ("文字与数字", "Prose and figures"),
    "performance": ("绩效自评", "Performance self-evaluations"),
    "form": ("形式", "Form"),
    "years": ("年度之间", "Between years"),
}
_SEVERITIES = {"error": "错误", "warning": "提示", "note": "备注"}

_BECAUSE = {
    "error": "The figures cannot all be true as printed, under any rounding.",
    "warning": "True but misleading, or two places that cannot both be meant.",
    "note": "A matter of form.",
}
"""Why a finding is as grave as it is, where its rule does not say so itself."""

_HEAD = """# 检查规则 / The rules

本页由 `budgetlib.checks.catalogue` 生成，请勿手工修改。 This page is generated; do not edit it.

Each rule says what must hold. What holds confirms its figures; what cannot hold is a finding:

- **error** 错误: cannot be true under any rounding of the printed figures;
- **warning** 提示: true, but misleading, or two places that cannot both be meant;
- **note** 备注: a matter of form, such as digits that were cut off instead of rounded.

What rounding explains is no finding. The severity is that of the rule at its worst; a finding may be milder, and then
its message says why. A finding shows that two printed statements do not agree. It does not show which of them is wrong,
nor that money was misspent. The examples are made up.
"""


class Listed(NamedTuple):
    """A rule as it is printed."""

    id: str
    family: str
    severity: str
    title: str
    why: str


def rules() -> list[Rule]:
    """All rules in the order in which they run."""
    return list(RULES)


def rows(lang: Lang = "zh") -> list[Listed]:
    """All rules for printing, with family, severity and title in Chinese or English (the reason is in English)."""
    return [
        Listed(
            rule.id,
            FAMILIES[rule.family][0 if lang == "zh" else 1],
            _SEVERITIES[rule.severity] if lang == "zh" else rule.severity,
            rule.title_zh if lang == "zh" else rule.title_en,
            rule.why,
        )
        for rule in RULES
    ]


def example(rule: Rule) -> tuple[str, str] | None:
    """A made-up finding of a rule, in Chinese and English; None where ``reference/examples.toml`` has none."""
    made = reference.load("examples")["rules"].get(rule.id)
    if made is None:
        return None
    said = messages.say(made["says"], made["zh"], made.get("en")) if "says" in made else (made["zh"], made["en"])
    words = {"agency": "某市某局", "year": "2023年度", "kind": "部门决算", "place": "第5页"}
    where = messages.say("where", words, {"agency": "Some Bureau, final account 2023", "place": ", p. 5"})
    return where[0] + said[0], where[1] + said[1]


def _entry(rule: Rule) -> list[str]:
    """A rule on the page: what must hold, how grave a breach is and why, and an example."""
    made = example(rule)
    return [
        f"### `{rule.id}`",
        "",
        f"{rule.title_zh} / {rule.title_en}. {rule.why}",
        "",
        f"**{rule.severity}** {_SEVERITIES[rule.severity]}: {rule.because or _BECAUSE[rule.severity]}",
        "",
        *(f"> {sentence}  " for sentence in made or ()),
        *([""] if made else []),
    ]


def markdown() -> str:
    """The page docs/rules.md."""
    lines = [_HEAD]
    for family, (zh, en) in FAMILIES.items():
        members = [rule for rule in RULES if rule.family == family]
        if members:
            lines += [f"## {zh} / {en}", "", *(line for rule in members for line in _entry(rule))]
    lines.append(f"{len(RULES)} rules. Two years of one office are compared by `Dataset`, see `checks/years.py`.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(markdown(), end="")
