"""The bundled data: the tables in data/tidy are what the pipeline makes of the reports in data/reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from budgetlib import export, schema
from budgetlib.book import build
from budgetlib.running.pipeline import read_report

ROOT = Path(__file__).parents[1]
TIDY = ROOT / "data" / "tidy"


def test_tidy_is_what_the_pipeline_writes(tmp_path: Path) -> None:
    build.write_tidy([read_report(path) for path in build.report_files(ROOT)], tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in TIDY.iterdir()}
    assert sorted(written) == sorted(committed)
    stale = [name for name in written if written[name] != committed[name]]
    assert not stale, f"stale: {stale}; `make run` writes data/tidy anew"


def test_the_data_package_names_every_column_with_its_unit() -> None:
    package = json.loads((TIDY / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        table = schema.TABLES[resource["path"].removesuffix(".csv")]
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert list(fields) == table.names
        for column in table.columns:
            assert fields[column.name].get("unit", "") == column.unit
            assert fields[column.name]["title"] == column.zh


def test_every_bundled_report_has_its_card() -> None:
    cards = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for path in build.report_files(ROOT):
        assert f"### reports/{path.name}" in cards


def test_the_project_folder_is_found_from_below_and_named_when_it_is_not_there(tmp_path: Path) -> None:
    assert build.project_root(ROOT) == ROOT
    with pytest.raises(build.BuildError, match="data/reports"):
        build.project_root(tmp_path)


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), export.TableWriter(tmp_path / "out", ["csv"]) as writer:
        writer.add({"reports": []})
        raise RuntimeError("interrupted")
    assert not (tmp_path / "out").exists()
