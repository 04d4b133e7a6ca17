"""Spreadsheets as rows of text: XLSX and CSV, written so that nothing in them runs and nothing is lost."""

from __future__ import annotations

import csv
import datetime
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from lantern.editing.long_cells import MOST_CHARACTERS, continues, spread
from lantern.errors import SheetError

SHEET = "content"
# A cell that begins so would be run as a formula by a program that opens a CSV file.
RUNS = ("=", "+", "-", "@", "\t", "'")
MARK = "'"
# A small file can be packed so that it fills the memory; all of the content unpacks to 4 MB.
MOST_UNPACKED = 100_000_000
# What reading a file raises that is no workbook: broken packing, parts that are missing, XML that is none.
BROKEN = (
    BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError, AttributeError, EOFError,
    NotImplementedError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A cell's text and where it stands, such as ``content!D7``."""

    text: str
    address: str


Row = dict[str, Cell]


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a spreadsheet; its ending (.xlsx or .csv) says which.

    Raises:
        SheetError: Another ending, or a line of a text too long for a cell.
    """
    columns, rows = spread(columns, rows)
    for number, row in enumerate(rows, 2):
        for name, text in zip(columns, row):
            if len(text) > MOST_CHARACTERS:
                raise SheetError(f"Row {number}, {name}: {len(text)} characters do not fit into a cell.")
    kind = _kind(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == ".csv":
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerows([columns, *[[_safe(text) for text in row] for row in rows]])
        # The mark at its beginning tells spreadsheet programs that it is UTF-8.
        path.write_text(stream.getvalue(), encoding="utf-8-sig", newline="")
    else:
        _write_xlsx(path, columns, rows)


def read_rows(path: Path) -> tuple[list[str], list[Row]]:
    """Return the columns and the rows of a spreadsheet; empty rows are left out.

    Raises:
        SheetError: It cannot be read.
    """
    if not path.is_file():
        raise SheetError(f"There is no file {path}.")
    table = list(_read_csv(path) if _kind(path) == ".csv" else _read_xlsx(path))
    columns = [cell.text.strip() for cell in table[0]] if table else []
    for cell, name in zip(table[0] if table else (), columns):
        if name and columns.count(name) > 1:
            raise SheetError(f"{cell.address}: the column {name!r} stands there twice. Delete one.")
    rows = []
    for line in table[1:]:
        if any(cell.text.strip() for cell in line):
            rows.append(_gathered({name: cell for name, cell in zip(columns, line) if name}))
    return [name for name in columns if continues(name) not in columns], rows


def _gathered(row: Row) -> Row:
    """Return a row in which texts that go on in another column are one."""
    found: Row = {}
    for name, cell in row.items():
        begun = continues(name)
        if begun is None or begun not in found:
            found[name] = cell
        elif cell.text:
            found[begun] = Cell(f"{found[begun].text}\n{cell.text}", found[begun].address)
    return found


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise SheetError(f"{path.name} has to end in .xlsx or .csv.")
    return kind


def _safe(text: str) -> str:
    return MARK + text if text.startswith(RUNS) else text


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _read_csv(path: Path) -> Iterator[list[Cell]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetError(f"{path.name} is no UTF-8 text. Save it as “CSV UTF-8”.") from error
    head = text.split("\n", 1)[0]
    # Spreadsheet programs of many countries write semicolons.
    delimiter = ";" if head.count(";") > head.count(",") else ","
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            yield [
                Cell(value[1:] if value.startswith(MARK) else value, f"{path.name}!{_letter(place)}{number}")
                for place, value in enumerate(line, 1)
            ]
    except csv.Error as error:
        raise SheetError(f"{path.name} cannot be read as CSV: {error}.") from error


def _write_xlsx(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # Imported here, as below: only those who use spreadsheets wait for it.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for number, row in enumerate([columns, *rows], 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            try:
                # What begins with "=" is text here, never a formula; an empty cell is none.
                cell.value = text or None
            except IllegalCharacterError as error:
                where = f"{_letter(place)}{number}"
                raise SheetError(f"{where}: a control character cannot stand in a cell.") from error
            if text:
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[_letter(place)].width = 30
    sheet.freeze_panes = "D2"
    book.save(path)


def _read_xlsx(path: Path) -> Iterator[list[Cell]]:
    from openpyxl import load_workbook

    try:
        with ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MOST_UNPACKED:
            raise SheetError(f"{path.name} is too large: unpacked it has {unpacked / 1e6:.0f} MB.")
        book = load_workbook(path)
    except BROKEN as error:
        raise SheetError(f"{path.name} is no XLSX file that can be read.") from error
    sheet = book[SHEET] if SHEET in book.sheetnames else book.active
    for row in sheet.iter_rows():
        yield [Cell(_text(cell.value), f"{sheet.title}!{cell.coordinate}") for cell in row]


def _text(value: Any) -> str:
    """Return what an editor sees in a cell; programs turn dates and numbers into values of their own."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n")
