"""Many reports, many years: the public tables of all of them, panels over offices and years, SQL, exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from budgetlib import batch, export, schema
from budgetlib.machine.extras import need
from budgetlib.machine.limits import Limits
from budgetlib.readers import manifest
from budgetlib.readers.document import UnreadableReport
from budgetlib.reference.classification import Kind
from budgetlib.running.finding import find_files
from budgetlib.running.outcome import Outcome
from budgetlib.years import offices
from budgetlib.years.itemrows import in_wan, own_rows, planned_or_final, whole_office
from budgetlib.years.itemstated import implied, stated
from budgetlib.years.offices import KEY, SERIES

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.output.table_view import TableView

_COMPARED = {
    "income": ("本年收入合计", "本年收入", "收入预算"),
    "expenditure": ("本年支出合计", "本年支出", "支出预算"),
    "basic": ("基本支出",),
    "project": ("项目支出",),
    "staff": ("在职人员",),
}


class Dataset:
    """The tables of many reports. Departments and single units stand side by side and are never added together."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], unreadable: Iterable[str] = ()) -> None:
        self._tables = {name: tables[name] if name in tables else schema.frame(name) for name in schema.TABLES}
        self.unreadable = tuple(unreadable)
        self.renamed = schema.frame("reports")[["report_id", "fiscal_year", "agency"]].assign(before=None)
        """Reports whose office ``aliases`` gave another name: report_id, fiscal_year, before, agency."""
        reports = self._tables["reports"]
        origins = {row["report_id"]: manifest.origin(row) for row in reports.to_dict("records")}
        for table in self._tables.values():  # for notes of charts
            table.attrs["origins"] = origins
            for name, edition in schema.SAID_EDITIONS.items():
                table.attrs[name] = tuple(reports.loc[reports["edition"] == edition, "report_id"])

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in schema.TABLES:
            return self._tables[name].copy(deep=False)  # copied when written to
        raise AttributeError(f"a Dataset has no {name!r}; its tables are {', '.join(schema.TABLES)}")

    def _repr_html_(self) -> str:
        from budgetlib.output.views import dataset_html

        return dataset_html(self)

    def __len__(self) -> int:
        return len(self._tables["reports"])

    def table(self, name: str, lang: schema.Lang | None = None) -> pd.DataFrame:
        """A public table of all reports, with Chinese or English column labels when ``lang`` is given."""
        if name not in schema.TABLES:
            raise KeyError(f"no table {name!r}; there are {', '.join(schema.TABLES)}")
        frame = self._tables[name]
        return frame.rename(columns=schema.TABLES[name].labels(lang)) if lang else frame.copy()

    def view(
        self, name: str, columns: Sequence[str] | None = None, *, lang: schema.Lang = "zh", rows: int = 100
    ) -> TableView:
        """A public table for reading in a notebook; ``table_view`` shows a part of one in the same way."""
        from budgetlib.output.table_view import table_view

        return table_view(self.table(name), name, columns, lang=lang, rows=rows)

    def tables(self) -> dict[str, pd.DataFrame]:
        """All public tables by name; copies, which may be changed."""
        return {name: table.copy(deep=False) for name, table in self._tables.items()}

    def read_twice(self) -> pd.DataFrame:
        """Office-years of which there are several reports: the key, report_id, source, edition, figures, choice.

        Trends, panels, comparisons and pairs of years take choice 1 (a trend or panel: the first that has the item):
        an original before a typeset edition before a sample copy, then more confirmed figures, then more figures.
        """
        return offices.read_twice(self._tables["reports"])

    def trend(self, item: str) -> pd.DataFrame:
        """One item over offices and years: the key, report_id, item, codes, amount (万元), table.

        ``item`` is a functional or economic code (``2060101``), a name of the prose (``收入总计``) or a path
        (``科学技术支出/基础研究/自然科学基金``). A statement counts before the prose; each report gives one row. A code
        that moved is followed through the years, codes merged into it are added: ``codes`` has the ones that were.
        """
        rows = self._found(item)
        return rows[[*KEY, "report_id", "item", "codes", "amount", "table"]]

    def panel(self, item: str, *, scope: str | None = None, report_type: str | None = None) -> pd.DataFrame:
        """One item over offices and years, every office in every year: agency, fiscal_year, amount (万元), status,
        report_id, table.

        ``status`` is ``printed``, ``derived`` (added up of several codes, or computed from the change that the next
        year's report states) or ``missing``; a prior year that the next report prints is ``printed`` there. Departments
        and units, accounts and budgets are never mixed: ``scope`` is ``department`` where there is one, else ``unit``,
        ``report_type`` is ``final`` where there is one, else ``budget``, unless given; ``scope="both"`` mixes.
        """
        from budgetlib.years.panel import panel

        prior = implied(self._tables, item).merge(self._ranked, on="report_id")
        return panel(self._scopes, self._found(item), prior, scope=scope, report_type=report_type)

    def _found(self, item: str) -> pd.DataFrame:
        """What each office-year states for an item, by the first of its reports that states it."""
        rows = stated(self._tables, item).merge(self._ranked, on="report_id", how="inner")
        rows = rows.sort_values("choice", kind="stable").drop_duplicates("office_year")
        return rows.sort_values(KEY, kind="stable", ignore_index=True)

    def drift(self, kind: Kind = "functional", level: int | None = None) -> pd.DataFrame:
        """What became of each coded item from one year of an office to its next: ``analysis.item_drift`` for all.

        Columns: agency, scope, report_type, fiscal_year (the later), prior_year, then those of ``item_drift``.
        """
        import pandas as pd

        from budgetlib.years.drift import COLUMNS, classified_items, item_drift

        tables = []
        for earlier, later in self._pairs():
            before, after = (
                classified_items(self._rows("lines", report_id), self._rows("changes", report_id), kind)
                for report_id in (earlier["report_id"], later["report_id"])
            )
            years = earlier["fiscal_year"], later["fiscal_year"]
            table = item_drift(before, after, years, kind, level)
            tables.append(table.assign(**{key: later[key] for key in KEY}, prior_year=years[0]))
        columns = [*KEY, "prior_year", *COLUMNS]
        return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)

    def compare(self, agencies: Iterable[str] | None = None) -> pd.DataFrame:
        """Offices side by side, one row a report: amounts, shares of expenditure (%), per head where staff is known.

        The prose counts before the expenditure statement, which fills what it leaves out (budgets, mostly).
        Columns after the key: income, expenditure, basic, project, staff, three_public (万元 and persons), then
        basic_share, project_share, three_public_share (%) and expenditure_per_head (万元).
        """
        reports = self._scopes
        if agencies is not None:
            reports = reports[reports["agency"].isin(list(agencies))]
        wide = reports.set_index("report_id")
        for name, items in _COMPARED.items():
            wide[name] = self._stated(items, "count" if name == "staff" else None)
        for name, column in {"expenditure": "total", "basic": "basic", "project": "project"}.items():
            wide[name] = wide[name].fillna(self._spending(column))
        public = self._tables["three_public"]
        total = public[public["item"] == "total"].drop_duplicates("report_id").set_index("report_id")
        wide["three_public"] = total["actual"].fillna(total["budget"])
        for name in ("basic", "project", "three_public"):
            wide[f"{name}_share"] = wide[name] / wide["expenditure"] * 100
        wide["expenditure_per_head"] = wide["expenditure"] / wide["staff"].where(wide["staff"] > 0)
        return wide.reset_index().sort_values(KEY, ignore_index=True)

    def _stated(self, items: tuple[str, ...], measure: str | None = None) -> pd.Series[Any]:
        """The first value that each report states for one of ``items``, by report."""
        claims = own_rows(self._tables["claims"])
        claims = claims[claims["item"].isin(items)]
        counted = (claims["measure"] == measure) & claims["item_scope"].isna()  # those of a part are not the office's
        rows = claims[counted] if measure else in_wan(claims[planned_or_final(claims)])
        return rows.drop_duplicates("report_id").set_index("report_id")["value"]

    def _spending(self, column: str) -> pd.Series[Any]:
        """The total of a column of the expenditure statement (支出决算表、支出预算总表), by report."""
        lines = self._tables["lines"]
        mask = (lines["statement"] == "expenditure") & (lines["column"] == column) & lines["code"].isna()
        rows = lines[mask & whole_office(lines)]
        return rows.drop_duplicates("report_id").set_index("report_id")["amount"]

    def three_public_trend(self) -> pd.DataFrame:
        """The three public expenses by office, year and item: budget, actual, prior (万元), and where they come from.

        ``budget_basis`` is that of the table; ``budget_status`` and ``prior_status`` are ``printed``, ``derived``
        (computed from the parts, from the change) or ``missing``; ``source`` is the file and ``page`` its page.
        """
        from budgetlib.years.panel import three_public

        return three_public(own_rows(self._tables["three_public"]), self._ranked)

    def execution(self) -> pd.DataFrame:
        """Every project, its printed rate beside spending over the initial budget: ``analysis.project_execution``."""
        from budgetlib.years.execution import project_execution

        return project_execution(self._tables["projects"])

    def restatements(self) -> pd.DataFrame:
        """This year's implied prior against last year's printed figure, for each office with two years in a row.

        Columns: agency, scope, report_type, fiscal_year (the later), item, printed, implied, difference, tolerance
        (万元), status ("same" or "restated"), message_zh, message_en.
        """
        import pandas as pd

        from budgetlib.checks.years import compare_years

        rows = []
        for earlier, later in self._pairs():
            if later["fiscal_year"] != earlier["fiscal_year"] + 1:
                continue
            for one in compare_years(self._of(earlier), self._of(later)):
                rows.append(
                    {key: later[key] for key in KEY}
                    | {name: getattr(one, name) for name in ("item", "printed", "implied", "difference", "tolerance")}
                    | {"status": one.status, "message_zh": one.message_zh, "message_en": one.message_en}
                )
        columns = [*KEY, "item", "printed", "implied", "difference", "tolerance", "status", "message_zh", "message_en"]
        return pd.DataFrame(rows, columns=columns)

    def _pairs(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Reports of one office, kind and scope in two years between which there is none."""
        sure = self._scopes[self._ranked.loc[self._scopes.index, "known"]]
        rows: list[dict[str, Any]] = [
            dict(zip(["report_id", *KEY], row, strict=True)) for row in sure.itertuples(index=False, name=None)
        ]
        rows.sort(key=lambda row: [row[key] for key in KEY])
        return [
            (one, other)
            for one, other in pairwise(rows)
            if all(one[key] == other[key] for key in SERIES) and one["fiscal_year"] < other["fiscal_year"]
        ]

    def _rows(self, name: str, report_id: str) -> pd.DataFrame:
        table = self._tables[name]
        return table[table["report_id"] == report_id]

    def _of(self, report: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
        from budgetlib.checks.years import TABLES

        own = {name: self._rows(name, report["report_id"]) for name in TABLES}
        return {
            name: [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
            for name, table in own.items()
        }

    @cached_property
    def _ranked(self) -> pd.DataFrame:
        """Every report with its office-year and its rank there."""
        return offices.chosen(self._tables["reports"])[["report_id", *KEY, "office_year", "choice", "known", "source"]]

    @cached_property
    def _scopes(self) -> pd.DataFrame:
        """The report of each office-year that counts."""
        return self._ranked.loc[self._ranked["choice"] == 1, ["report_id", *KEY]]

    def sql(self, query: str, *, external_access: bool = False) -> pd.DataFrame:
        """The answer of DuckDB to ``query``; every public table is a view of its name.

        A query reads and writes no file and loads no extension unless ``external_access`` allows it: one that came with
        somebody's notebook must not.
        """
        need("data", "Dataset.sql")
        import duckdb

        with duckdb.connect(
            config={"enable_external_access": external_access, "lock_configuration": True}
        ) as connection:
            for name, table in self._tables.items():
                connection.register(name, table)
            return connection.execute(query).df()

    def to_csv(self, folder: str | Path, *, safe: bool = False) -> list[Path]:
        """Write ``<table>.csv`` for every table.

        ``safe`` is for spreadsheets, which take a printed =25人 for a formula: an apostrophe is put before such texts.
        """
        return export.write_tables(self._tables, Path(folder), ["csv-safe" if safe else "csv"])

    def to_sqlite(self, folder: str | Path) -> Path:
        """Write ``tables.sqlite``, a database with all tables, for SQL and for Datasette; its path."""
        return export.write_tables(self._tables, Path(folder), ["sqlite"])[0]

    def to_parquet(self, folder: str | Path, *, partitioned: bool = False) -> list[Path]:
        """Write ``<table>.parquet`` for every table; ``partitioned``: a folder ``<table>/fiscal_year=…/`` instead.

        ``open_dataset`` reads both; of a partitioned one the rows come back ordered by year.
        """
        if partitioned:
            return export.write_partitions(self._tables, Path(folder))
        return export.write_tables(self._tables, Path(folder), ["parquet"])

    def to_excel(self, path: str | Path, *, lang: schema.Lang = "zh") -> Path:
        """Write one workbook with a sheet per table, labelled in Chinese or English; printed text stays text."""
        return export.write_workbook(self._tables, Path(path), lang)

    def to_datapackage(self, folder: str | Path, *, title: str = "budgetlib dataset", description: str = "") -> Path:
        """Write the tables as CSV with the ``datapackage.json`` that describes every column and its unit."""
        self.to_csv(folder)
        return export.write_datapackage(
            export.datapackage(self._tables, title=title, description=description), Path(folder)
        )


def read_reports(
    paths: str | Path | Iterable[str | Path],
    *,
    workers: int | None = None,
    cache: str | Path | None = None,
    progress: bool = True,
    aliases: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Dataset:
    """Read many reports: files, or folders of them, in a process pool with a progress bar.

    A file that cannot be read is left out; ``Dataset.unreadable`` has one sentence for each. With ``cache`` (a folder)
    a second run reads nothing again. ``aliases`` gives old names of offices their last one; ``Dataset.renamed`` shows
    what it did. ``limits`` is what each file may hold and cost. Raises UnreadableReport when there is no report at all.
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    files, bad = find_files(Path(path) for path in given)
    coming = batch.outcomes(files, workers=workers, cache_folder=Path(cache) if cache else None, limits=limits)
    found = list(_watched(coming, len(files), progress))
    good = [outcome for outcome in found if outcome.records is not None]
    unreadable = [outcome.error for outcome in [*found, *bad] if outcome.error]
    if not good:
        raise UnreadableReport(
            f"{', '.join(map(str, given))}: no report could be read. {unreadable[0] if unreadable else ''}".strip()
        )
    read = Dataset(export.gather_records(outcome.records or {} for outcome in good), unreadable)
    return rename_offices(read, aliases) if aliases else read


def rename_offices(dataset: Dataset, aliases: Mapping[str, str]) -> Dataset:
    """A dataset in which each office goes by its last name (old name → new name); ``renamed`` lists what changed.

    ``report_id`` and ``agency_printed`` stay. Raises ValueError where names go in a circle.
    """
    tables, table = offices.renamed(dataset.tables(), aliases)
    found = Dataset(tables, dataset.unreadable)
    found.renamed = table
    return found


def _watched(found: Iterable[Outcome], total: int, progress: bool) -> Iterable[Outcome]:
    if not progress or total < 2:
        yield from found
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(found, "读取 / reading", total=total, console=Console(stderr=True), transient=True)


def open_dataset(folder: str | Path, *, format: Literal["parquet", "csv"] | None = None) -> Dataset:
    """Open the tables that ``parse`` or ``to_csv``/``to_parquet`` wrote: ``<table>.parquet`` (or a folder ``<table>/``
    of Parquet files) before ``<table>.csv``.

    Raises UnreadableReport when the folder holds none of the public tables.
    """
    root = Path(folder)
    tables = {name: table for name in schema.TABLES if (table := _open(root, name, format)) is not None}
    if "reports" not in tables:
        raise UnreadableReport(
            f"{root}: expected tables written by budgetlib (reports.parquet or reports.csv); "
            "make them with budgetlib parse PATH --out DIR."
        )
    return Dataset(tables)


def _open(root: Path, name: str, format: str | None) -> pd.DataFrame | None:
    import pandas as pd

    parquet = [path for path in (root / f"{name}.parquet", root / name) if path.exists()]
    if parquet and format != "csv":
        whole = parquet[0].is_file()
        return schema.typed(name, pd.read_parquet(parquet[0]) if whole else export.read_partitions(parquet[0], name))
    if (root / f"{name}.csv").exists() and format != "parquet":
        strings = {column.name: "str" for column in schema.TABLES[name].columns if column.kind == "string"}
        return schema.typed(name, pd.read_csv(root / f"{name}.csv", dtype=strings))
    return None
