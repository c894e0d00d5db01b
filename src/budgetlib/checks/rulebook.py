"""The rules as data: what is checked, how grave it is, by which parameters; and what a user changes in that.

A user's file (TOML) switches rules off, sets parameters and adds identities:

    off = ["form.punctuation", "statements.tie"]

    [parameters]
    little_spent = 0.4

    [rules."my.rule"]
    severity = "warning"
    zh = "…"
    en = "…"
    why = "…"

    [[identity]]
    id = "mine"
    rule = "my.rule"
    left = { source = "lines", … }
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from budgetlib import reference
from budgetlib.checks import (
    agreement,
    blanks,
    contents,
    counts,
    criteria,
    form,
    goals,
    headings,
    holes,
    indicators,
    items,
    names,
    performance,
    reasons,
    scores,
    slips,
    targets,
    wording,
)
from budgetlib.checks.engine import Engine, Identity
from budgetlib.checks.model import Family, Rule, Run, Verdict, View
from budgetlib.checks.tolerances import Tolerances
from budgetlib.schema import SEVERITIES
from budgetlib.text import Refusal

_IN_CODE: dict[str, Run] = {
    name: run
    for module in (
        holes,
        items,
        wording,
        agreement,
        counts,
        blanks,
        performance,
        criteria,
        scores,
        indicators,
        goals,
        targets,
        reasons,
        form,
        slips,
        names,
        headings,
        contents,
    )
    for name, run in module.RULES.items()
}


class BadRules(Refusal, ValueError):
    """A file or mapping of rules that cannot be used, in one sentence."""


@dataclass(frozen=True)
class Rulebook:
    """The rules that a report is checked by, in the order in which they run, and the tolerances they go by."""

    rules: tuple[Rule, ...]
    tolerances: Tolerances

    def without(self, names: Sequence[str]) -> Rulebook:
        """The rules but those named, by id or by family (``form``). Raises BadRules for a name that there is not."""
        known = {rule.id for rule in self.rules} | {rule.family for rule in self.rules}
        for name in names:
            if name not in known:
                raise BadRules(f"there is no rule {name!r}; `budgetlib rules` lists them.")
        kept = tuple(rule for rule in self.rules if rule.id not in names and rule.family not in names)
        return Rulebook(kept, self.tolerances)


def rulebook(changes: str | Path | Mapping[str, Any] | Tolerances | Rulebook | None = None) -> Rulebook:
    """The library's rules, or these with a user's changes: a TOML file, the same as a mapping, or its tolerances.

    Raises BadRules, in one sentence, for a file that is none and for names that no rule and no parameter has.
    """
    if isinstance(changes, Rulebook):
        return changes
    if isinstance(changes, Tolerances):
        changes = {"parameters": asdict(changes)}
    data = _read(changes) if isinstance(changes, (str, Path)) else dict(changes or {})
    unknown = set(data) - {"off", "parameters", "rules", "identity"}
    if unknown:
        raise BadRules(f"expected off, parameters, rules and identity, not {', '.join(sorted(unknown))}.")
    own = reference.load("rules")
    entries = own["rules"] | {name: {"family": "statements"} | entry for name, entry in data.get("rules", {}).items()}
    tolerances = _tolerances(data.get("parameters", {}))
    rows = [*reference.load("identities")["identity"], *data.get("identity", [])]
    book = Rulebook(tuple(_rules(entries, rows, tolerances.truncated)), tolerances)
    return book.without(data.get("off", []))


def changes(file: Path | None, ignored: Sequence[str]) -> dict[str, Any] | None:
    """What a rules file and the rules to ignore come to, as one mapping; None where both are absent.

    Raises BadRules as ``rulebook`` does.
    """
    data = _read(file) if file else {}
    if ignored:
        data["off"] = [*data.get("off", []), *ignored]
    if data:
        rulebook(data)
    return data or None


def _tolerances(changes: Mapping[str, Any]) -> Tolerances:
    known = asdict(Tolerances())
    for name, value in changes.items():
        if name not in known:
            raise BadRules(f"there is no parameter {name}; there are {', '.join(known)}.")
        if name == "truncated":
            fits, expected = value in SEVERITIES, ", ".join(SEVERITIES)
        else:
            fits, expected = isinstance(value, int | float) and not isinstance(value, bool), "a number"
        if not fits:
            raise BadRules(f"parameter {name}: expected {expected}, not {value!r}.")
    return replace(Tolerances(), **changes)


def _read(path: str | Path) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRules(f"{path}: cannot be read ({error.strerror or error}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRules(f"{path}: is no TOML file ({error}).") from error


def _rules(
    entries: Mapping[str, Mapping[str, Any]], rows: Sequence[Mapping[str, Any]], truncated: str
) -> Iterator[Rule]:
    identities: dict[str, list[Identity]] = {name: [] for name in entries}
    for row in rows:
        if row.get("rule") not in entries:
            raise BadRules(f"identity {row.get('id')!r}: there is no rule {row.get('rule')!r}.")
        identities[row["rule"]].append(_identity(row))
    for name, entry in entries.items():
        if entry.get("severity") not in SEVERITIES:
            raise BadRules(f"rule {name!r}: its severity is one of {', '.join(SEVERITIES)}.")
        yield _rule(name, entry, identities[name], truncated)


def _identity(row: Mapping[str, Any]) -> Identity:
    try:
        return Identity.of(row)
    except (KeyError, TypeError) as error:
        raise BadRules(f"identity {row.get('id')!r}: {error} is missing or not of the right kind.") from error


def _rule(name: str, entry: Mapping[str, Any], identities: Sequence[Identity], truncated: str) -> Rule:
    family: Family = entry["family"]
    return Rule(
        name,
        family,
        entry["severity"],
        entry.get("zh", name),
        entry.get("en", name),
        entry.get("why", ""),
        partial(_run, tuple(identities), _IN_CODE.get(name)),
        entry.get("proof", family),
        entry.get("group", False),
        truncated,
        entry.get("because", ""),
    )


def _run(identities: Sequence[Identity], in_code: Run | None, view: View) -> Iterator[Verdict]:
    """The verdicts of a rule: of its identities first, then of what it has in code."""
    engine = view.memo.setdefault("engine", None) or Engine(view.index)
    view.memo["engine"] = engine
    for identity in identities:
        yield from engine.judge(identity)
    if in_code:
        yield from in_code(view)
