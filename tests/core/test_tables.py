"""Tables as Korean offices save them: read whole or refused, never guessed."""

import io
import unicodedata
from datetime import date

import pytest
from openpyxl import Workbook

from portal.core.files.tables import MOST_ROWS, UnusableTable, read_day, read_table

COLUMNS, MORE = {"task": "과제", "amount": "금액(원)"}, {"note": "비고"}
READ = [(2, {"task": "둔산", "amount": "5"})]


def workbook_of(rows: list[list]) -> bytes:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "과제\t금액(원)\r\n둔산\t5\r\n".encode("utf-16"),
        unicodedata.normalize("NFD", "과제,금액(원)\n둔산,5\n").encode(),
        "과제,금액 (원)\n둔산,5\n".encode(),
        "과제,금액（원）\n둔산,5\n".encode("cp949"),
        "TASK;Amount\n둔산;5\n".encode("utf-8-sig"),
    ],
    ids=["unicode text of Excel", "letters taken apart by a Mac", "a blank in a name", "full-width brackets", "other case"],
)
def test_a_table_is_read_however_it_is_saved(content):
    assert read_table(content, columns=COLUMNS, optional=MORE) == READ


def test_blank_lines_between_do_not_hide_what_stands_further_down():
    rows = [["과제", "금액(원)"], ["둔산", 5], *([[None, None]] * (MOST_ROWS + 10)), ["유성", 7]]

    assert read_table(workbook_of(rows), columns=COLUMNS) == [*READ, (MOST_ROWS + 13, {"task": "유성", "amount": "7"})]


def sheets_of(*sheets: tuple[str, str, list[list]]) -> bytes:
    """A workbook of sheets: title, state and rows of each."""
    book, file = Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, state, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    book.active = next(place for place, (_title, state, _rows) in enumerate(sheets) if state == "visible")
    book.save(file)
    return file.getvalue()


TABLE = [["과제", "금액(원)"], ["둔산", 5]]
NOTES = [["작성 요령"], ["금액은 원 단위로 적습니다."]]


@pytest.mark.parametrize(
    "sheets",
    [
        [("안내", "visible", NOTES), ("예산", "visible", TABLE)],
        [("안내", "hidden", NOTES), ("예산", "visible", TABLE)],
        [("예산", "visible", TABLE), ("지난해", "hidden", TABLE), ("코드", "veryHidden", TABLE)],
    ],
    ids=["instructions come first", "a hidden sheet comes first", "other tables are hidden"],
)
def test_the_sheet_in_sight_that_holds_the_table_is_read(sheets):
    assert read_table(sheets_of(*sheets), columns=COLUMNS) == READ


def test_two_sheets_with_a_table_are_refused_so_that_none_is_left_out():
    content = sheets_of(("2026", "visible", TABLE), ("2027", "visible", TABLE))

    with pytest.raises(UnusableTable):
        read_table(content, columns=COLUMNS)


@pytest.mark.parametrize(
    ("value", "shown_as", "read"),
    [
        (5, "General", "5"),
        (5, '#,##0"원"', "5"),
        (5_000, "#,##0,", "5000"),
        (1, "0%", "1 (0%)"),
        (0.5, "0.00%", "0.5 (0.00%)"),
        (1_500, '#,##0"천원"', '1500 (#,##0"천원")'),
        (1_500, '#,##0"백만 원"', '1500 (#,##0"백만 원")'),
        (15, '0"억"', '15 (0"억")'),
    ],
)
def test_a_number_that_the_sheet_shows_in_another_unit_is_not_guessed(value, shown_as, read):
    book, file = Workbook(), io.BytesIO()
    for row in (["과제", "금액(원)"], ["둔산", value]):
        book.active.append(row)
    book.active["B2"].number_format = shown_as
    book.save(file)

    assert read_table(file.getvalue(), columns=COLUMNS) == [(2, {"task": "둔산", "amount": read})]


def test_more_lines_than_are_taken_are_refused_even_with_blanks_between():
    rows = [["과제", "금액(원)"], *([["둔산", 5], [None, None]] * (MOST_ROWS + 1))]

    with pytest.raises(UnusableTable, match="5,000"):
        read_table(workbook_of(rows), columns=COLUMNS)


def test_a_column_that_stands_there_twice_is_refused():
    with pytest.raises(UnusableTable, match=r"금액\(원\)"):
        read_table("과제,금액(원),금액 (원)\n둔산,5,6\n".encode(), columns=COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05",
        "2026. 1. 5.",
        "2026.1.5",
        "2026/1/5",
        "2026년 1월 5일",
        "2026년 1월 5일(월)",
        "２０２６－０１－０５",
        "20260105",
        "2026-01-05 0:00",
    ],
)
def test_a_day_is_read_as_koreans_write_it(text):
    assert read_day(text) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "text", ["", "05/01/2026", "26-1-5", "2026-13-01", "2026-02-30", "2026-W01-1", "2026-1", "46027", "٢٠٢٦-٠١-٠٥"]
)
def test_a_day_that_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(UnusableTable, match="2026-11-26"):
        read_day(text)
