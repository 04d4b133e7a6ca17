"""Spreadsheets in the studio: out, back in after a look, with roles, tokens and every bad cell named."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from lantern.editing.files import open_entry
from lantern.editing.history import changes
from lantern.editing.sheet_files import read_rows
from tests.insights.test_groups import PARKING
from tests.insights.test_records import bot, user
from tests.studio.conftest import PASSWORD, Reply, Studio, Visitor

Change = Callable[["openpyxl.worksheet.worksheet.Worksheet", dict[str, int], dict[str, int]], None]


def downloaded(visitor: Visitor, what: str = "content") -> bytes:
    visitor.token()
    reply = visitor.get(f"/sheets/{what}/{what}.xlsx")
    assert reply.status == 200 and reply.headers["Content-Disposition"].startswith("attachment")
    return reply.body


def changed(sheet: bytes, change: Change) -> bytes:
    """Return a workbook in which cells were changed; columns and rows are given by name."""
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    page = book.active
    columns = {str(cell.value): cell.column for cell in page[1]}
    rows = {str(row[1].value): row[1].row for row in page.iter_rows(min_row=2)}
    change(page, columns, rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def look(visitor: Visitor, sheet: bytes, what: str = "content", name: str = "mine.XLSX") -> Reply:
    return visitor.send_file(f"/sheets/{what}/look", {"token": visitor.token()}, "sheet", name, sheet)


def take(visitor: Visitor, page: Reply, what: str = "content", **more: str) -> Reply:
    looked = page.text.split('name="looked" value="')[1].split('"')[0]
    return visitor.post(f"/sheets/{what}/take", {"token": visitor.token(), "looked": looked, **more})


def retitled(name: str, title: str) -> Change:
    def change(
        page: openpyxl.worksheet.worksheet.Worksheet, columns: dict[str, int], rows: dict[str, int]
    ) -> None:
        page.cell(rows[name], columns["title"]).value = title

    return change


def test_what_is_downloaded_changes_nothing_when_it_comes_back(studio: Studio) -> None:
    visitor = studio.visitor()
    page = look(visitor, downloaded(visitor))
    assert page.status == 200 and "0 new, 0 changed" in page.text
    assert "There is nothing to write" in page.text and 'name="looked"' not in page.text


def test_a_csv_is_downloaded_too(studio: Studio, tmp_path: Path) -> None:
    visitor = studio.visitor()
    visitor.token()
    file = tmp_path / "content.csv"
    file.write_bytes(visitor.get("/sheets/content/content.csv").body)
    columns, rows = read_rows(file)
    assert columns[:3] == ["family", "name", "title"] and len(rows) > 100
    assert "0 new, 0 changed" in look(visitor, file.read_bytes(), name="content.csv").text


def test_nothing_is_written_before_it_was_looked_at(studio: Studio) -> None:
    visitor, path = studio.visitor(), studio.root / "data" / "faq" / "palbociclib.yml"
    before = path.read_bytes()
    sheet = changed(downloaded(visitor), retitled("palbociclib", "What is <b>palbociclib</b> then?"))
    page = look(visitor, sheet)
    assert "0 new, 1 changed" in page.text and path.read_bytes() == before
    # What differs is marked, and what somebody typed is never a part of the page.
    assert re.search(r"<mark>[^<]*&lt;b&gt;palbociclib&lt;/b&gt; then\?</mark>", page.text)
    done = take(visitor, page)
    assert done.status == 200 and "1 file(s) written" in done.text
    assert open_entry(studio.root / "data", "faq", "palbociclib").draft.title.endswith("then?")
    assert changes(studio.root, path)[0].why == "A spreadsheet taken over"
    # It is done once.
    again = take(visitor, page)
    assert again.status == 400 and "Send it again" in html.unescape(again.text)


def test_every_bad_cell_is_named_and_nothing_is_written(studio: Studio) -> None:
    visitor, path = studio.visitor(), studio.root / "data" / "faq" / "ribociclib.yml"
    before = path.read_bytes()

    def spoil(
        page: openpyxl.worksheet.worksheet.Worksheet, columns: dict[str, int], rows: dict[str, int]
    ) -> None:
        retitled("ribociclib", "What is ribociclib then?")(page, columns, rows)
        page.cell(rows["ribociclib"], columns["facets"]).value = "no facet"
        page.cell(rows["kadcyla_who"], columns["review_due"]).value = "soon"
        page.cell(rows["kadcyla_what"], columns["title"]).value = "What is Kadcyla then?"

    page = look(visitor, changed(downloaded(visitor), spoil))
    shown = html.unescape(page.text)
    assert re.search(r"content!\w+\d+: 'no facet' is no facet", shown)
    assert re.search(r"content!\w+\d+: 'soon' is no date", shown)
    assert "2 cell(s) are wrong" in shown
    refused = take(visitor, page)
    assert refused.status == 400 and "Nothing was imported" in refused.text
    # Unless the editor says so: then what can be read.
    page = look(visitor, changed(downloaded(visitor), spoil))
    assert "1 file(s) written" in take(visitor, page, despite="1").text
    assert path.read_bytes() == before
    assert open_entry(studio.root / "data", "faq", "kadcyla_what").draft.title == "What is Kadcyla then?"


def test_what_changed_since_the_look_is_shown_before_it_is_written(studio: Studio) -> None:
    visitor = studio.visitor()
    path = studio.root / "data" / "faq" / "fulvestrant_what.yml"
    page = look(visitor, changed(downloaded(visitor), retitled("fulvestrant_what", "What does it do?")))
    text = path.read_text(encoding="utf-8").replace("title: ", "title: Now ", 1)
    path.write_text(text, encoding="utf-8")
    reply = take(visitor, page)
    assert reply.status == 409 and "changed since the sheet was looked at" in reply.text
    assert "The file was changed since the sheet was made" in reply.text
    assert path.read_text(encoding="utf-8") == text


def test_what_is_written_is_the_sheet_that_was_looked_at(studio: Studio) -> None:
    visitor, path = studio.visitor(), studio.root / "data" / "faq" / "fulvestrant_who.yml"
    before = path.read_bytes()
    sheet = downloaded(visitor)
    first = look(visitor, changed(sheet, retitled("fulvestrant_who", "Who gets the first?")))
    # In another window, another sheet.
    look(visitor, changed(sheet, retitled("fulvestrant_who", "Who gets the second?")))
    assert take(visitor, first).status == 400 and path.read_bytes() == before


def broken_workbooks() -> dict[str, bytes]:
    stream, bomb = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(stream)
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in whole.namelist():
            packed.writestr(name, whole.read(name))
        packed.writestr("xl/media/image1.png", b"\0" * 101_000_000)
    bad = io.BytesIO()
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(bad, "w") as spoiled:
        for name in whole.namelist():
            spoiled.writestr(name, b"<no" if name.endswith("sheet1.xml") else whole.read(name))
    return {"bomb": bomb.getvalue(), "xml": bad.getvalue(), "cut": stream.getvalue()[:900], "text": b"hello"}


@pytest.mark.parametrize("kind", ["bomb", "xml", "cut", "text"])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(studio: Studio, kind: str) -> None:
    visitor = studio.visitor()
    reply = look(visitor, broken_workbooks()[kind])
    assert reply.status == 400
    assert ("unpacked it has 101 MB" if kind == "bomb" else "is no XLSX file that can be read") in reply.text


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [("x.pdf", b"1", "has to end in .xlsx or .csv"), ("x.csv", b"", "Choose a spreadsheet first"),
     ("x.csv", b"a,b\n1,2\n", "has no column 'family'"), ("x.csv", b"\xff\xfe", "is no UTF-8 text")],
)  # fmt: skip
def test_other_files_are_refused_with_a_sentence(studio: Studio, name: str, body: bytes, said: str) -> None:
    reply = look(studio.visitor(), body, name=name)
    assert reply.status == 400 and said in html.unescape(reply.text)


def test_no_other_sheet_is_there(studio: Studio) -> None:
    visitor = studio.visitor()
    visitor.token()
    for path in ("content/inbox.xlsx", "content/content.pdf", "content/..%2Fx.csv", "else/else.csv"):
        assert visitor.get(f"/sheets/{path}").status == 404, path
    assert look(visitor, b"family,name\n", "else", "x.csv").status == 400


def test_only_writers_send_sheets_and_only_by_forms_of_ours(exposed: Studio) -> None:
    assert exposed.visitor().get("/sheets/content/content.csv").status == 302
    reviewer, writer = exposed.visitor(), exposed.visitor()
    for visitor, name in ((reviewer, "Rev"), (writer, "Ana")):
        signed_in = visitor.post(
            "/sign-in", {"name": name, "password": PASSWORD}, **{"Sec-Fetch-Site": "same-origin"}
        )
        assert signed_in.status == 302
        for cookie in visitor.cookies:
            cookie.secure = False
    page = reviewer.get("/sheets").text
    assert 'type="file"' not in page and 'type="file"' in writer.get("/sheets").text
    token = writer.token()
    sheet = b"family,name,title\n"
    own = re.findall(r'name="token" value="(\w+)"', page)[0]
    refused = reviewer.send_file("/sheets/content/look", {"token": own}, "sheet", "x.csv", sheet)
    assert refused.status == 403 and "needs the role" in refused.text
    forged = writer.send_file("/sheets/content/look", {"token": "0"}, "sheet", "x.csv", sheet)
    assert forged.status == 403
    assert writer.send_file("/sheets/content/look", {"token": token}, "sheet", "x.csv", sheet).status == 200
    assert writer.post("/sheets/content/take", {"token": "0", "looked": "0"}).status == 403


@pytest.fixture
def asked(studio: Studio) -> None:
    """Six conversations that asked in vain for the same."""
    with sa.create_engine(f"sqlite:///{studio.state / 'conversations.db'}").begin() as connection:
        connection.execute(sa.text("DROP TABLE IF EXISTS events"))
        columns = "id INTEGER PRIMARY KEY, sender_id TEXT, type_name TEXT, data TEXT"
        connection.execute(sa.text(f"CREATE TABLE events ({columns})"))
        for number, words in enumerate(PARKING):
            for event in (user(words, "area/travel"), bot("not_covered", area="travel")):
                values = {"sender": f"s{number}", "type": event["event"], "data": json.dumps(event)}
                connection.execute(
                    sa.text("INSERT INTO events (sender_id, type_name, data) VALUES (:sender, :type, :data)"),
                    values,
                )


@pytest.mark.usefixtures("asked")
def test_the_inbox_goes_out_and_comes_back_with_answers(studio: Studio) -> None:
    (studio.state / "inbox-done.json").unlink(missing_ok=True)
    visitor = studio.visitor()
    sheet = downloaded(visitor, "inbox")

    def answered(answer: str) -> bytes:
        def change(
            page: openpyxl.worksheet.worksheet.Worksheet, columns: dict[str, int], _: dict[str, int]
        ) -> None:
            page.cell(2, columns["which answer?"]).value = answer

        return changed(sheet, change)

    refused = look(visitor, answered("faq/nowhere"), "inbox")
    assert refused.status == 400 and "there is no faq/nowhere" in refused.text
    page = look(visitor, answered("noise"), "inbox")
    assert "1 group(s) have an answer" in page.text
    assert not (studio.state / "inbox-done.json").exists()
    assert "1 group(s) taken over" in take(visitor, page, "inbox").text
    assert "The inbox is empty" in visitor.get("/inbox").text
