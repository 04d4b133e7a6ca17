"""Spreadsheets: out and in again changes nothing, and a bad cell is named and stops everything."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from lantern.content.library import Library, load_library
from lantern.editing.draft import Draft, draft_of
from lantern.editing.files import open_entry, save_entry
from lantern.editing.sheet_files import read_rows, write_rows
from lantern.editing.sheets import COLUMNS, Merge, apply_merge, export, merge_of, row_of
from lantern.editing.sheets import _read as draft_in
from lantern.errors import SheetError
from tests.editing.test_files import DRAFTS

KINDS = [".xlsx", ".csv"]


@pytest.mark.parametrize("kind", KINDS)
def test_out_and_in_changes_nothing(library: Library, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"content{kind}"
    count = export(library, path)
    merge = merge_of(library, path)
    assert (merge.new, merge.changed, merge.bad, merge.same) == ((), (), (), count)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(draft=DRAFTS)
def test_whatever_a_draft_holds_comes_back(library: Library, kind: str, draft: Draft) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"x{kind}"
        write_rows(path, COLUMNS, [row_of(draft, "")])
        [row] = read_rows(path)[1]
    wrong, found, _ = draft_in(row, replace(library, entries={}), {})
    assert wrong == [] and found == draft


def changed_sheet(library: Library, path: Path, **cells: str) -> Merge:
    """Export, change the cells of one row, and read it back."""
    entry = library.entries["faq/bone_mets_treatment"]
    export(replace(library, entries={entry.intent: entry}), path)
    _, [row] = read_rows(path)
    texts = {name: cell.text for name, cell in row.items()} | cells
    write_rows(path, list(texts), [list(texts.values())])
    return merge_of(library, path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_cell_changes_one_file(data: Path, tmp_path: Path, kind: str) -> None:
    library = load_library(data)
    merge = changed_sheet(library, tmp_path / f"x{kind}", title="What is done for the bones?")
    assert apply_merge(library, merge) == 1
    after = load_library(data)
    assert after.entries["faq/bone_mets_treatment"].metadata.title == "What is done for the bones?"
    others = [name for name in library.entries if name != "faq/bone_mets_treatment"]
    assert all(after.entries[name].file.text == library.entries[name].file.text for name in others)


def test_a_row_of_a_new_name_is_a_new_topic(data: Path, tmp_path: Path) -> None:
    library = load_library(data)
    ways = "\n".join(f"waiting number {number} for a scan" for number in range(15))
    cells = {"name": "scan_wait", "title": "And the scan?", "utterances": ways, "follow_ups": "", "mark": ""}
    assert apply_merge(library, changed_sheet(library, tmp_path / "x.csv", **cells)) == 1
    assert len(open_entry(data, "faq", "scan_wait").draft.utterances) == 15


BAD = [
    ({"family": "danger"}, "content!A2: 'danger' is no family"),
    ({"name": "Bone Mets"}, "content!B2: 'Bone Mets' is no name"),
    ({"text": ""}, "content!D2: The text is missing"),
    ({"text": "word " * 61}, "content!D2: The short answer has 61 words"),
    ({"citations": "ysc-bone-99"}, "content!G2: citations: 'ysc-bone-99' is unknown"),
    ({"facets": "site bone"}, "content!K2: 'site bone' is no facet"),
    ({"kind": "talk"}, "content!L2: The kind has to be answer"),
    ({"review_due": "soon"}, "content!P2: 'soon' is no date"),
    ({"utterances": "/restart"}, "content!F2: An utterance may not begin with '/'"),
    ({"mark": "0" * 16, "title": "Other?"}, "content!Q2: The file was changed since"),
]


@pytest.mark.parametrize(("cells", "said"), BAD)
def test_a_bad_cell_is_named_and_nothing_is_imported(
    library: Library, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    merge = changed_sheet(library, tmp_path / "x.xlsx", **cells)
    assert said in "\n".join(map(str, merge.bad))
    with pytest.raises(SheetError, match="Nothing was imported"):
        apply_merge(library, merge)


def test_a_row_twice_is_told_with_both_places(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    row = row_of(draft_of(library.entries["faq/palbociclib"]), "")
    write_rows(path, COLUMNS, [row, row])
    [bad] = merge_of(library, path).bad
    assert str(bad) == "x.csv!B3: faq/palbociclib stands at x.csv!B2 already. Keep one row."


def test_columns_that_are_missing_leave_their_values(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_rows(path, ["family", "name", "note"], [["faq", "palbociclib", "mine"]])
    merge = merge_of(library, path)
    assert (merge.same, merge.bad, merge.ignored_columns) == (1, (), ("note",))


def test_if_a_file_changes_meanwhile_all_is_put_back(data: Path, tmp_path: Path) -> None:
    library = load_library(data)
    path = tmp_path / "x.csv"
    drafts = [draft_of(library.entries[f"faq/{name}"]) for name in ("palbociclib", "ribociclib")]
    write_rows(path, COLUMNS, [row_of(replace(draft, title=draft.title + "?"), "") for draft in drafts])
    merge = merge_of(library, path)
    opened = open_entry(data, "faq", "ribociclib")
    save_entry(data, replace(opened.draft, title="Somebody else was here?"), opened.mark)
    with pytest.raises(Exception, match="somebody else"):
        apply_merge(library, merge)
    assert open_entry(data, "faq", "palbociclib").draft == drafts[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xlsx", b"no zip", "no XLSX file"),
        ("x.csv", b"\xff\xfe\x00", "no UTF-8 text"),
        ("x.csv", b"title\nx\n", "has no column 'family'"),
        ("x.csv", b"name,name\n", "stands there twice"),
        ("x.ods", b"", "has to end in"),
    ],
)
def test_a_file_that_is_no_sheet_is_one_sentence(
    library: Library, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SheetError, match=said):
        merge_of(library, tmp_path / name)


def test_nothing_in_a_sheet_runs(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    for kind in KINDS:
        write_rows(tmp_path / f"x{kind}", ["name"], [["=1+1"]])
    assert load_workbook(tmp_path / "x.xlsx").active["A2"].data_type == "s"
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1] == ["'=1+1"]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_text_that_does_not_fit_into_a_cell_goes_on_in_the_next_column(tmp_path: Path, ending: str) -> None:
    long = "\n".join(f"way of asking number {number}" for number in range(3000))
    path = tmp_path / f"long{ending}"
    write_rows(path, ["name", "utterances", "title"], [["a", long, "A"], ["b", "short", "B"]])
    columns, rows = read_rows(path)
    assert columns == ["name", "utterances", "title"]
    assert [{name: cell.text for name, cell in row.items()} for row in rows] == [
        {"name": "a", "utterances": long, "title": "A"},
        {"name": "b", "utterances": "short", "title": "B"},
    ]


def test_a_line_that_does_not_fit_is_named(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="Row 2, text: 40000 characters do not fit into a cell"):
        write_rows(tmp_path / "x.csv", ["text"], [["x" * 40000]])
