"""Tables as Korean offices save them: read whole or refused, never guessed."""

import io
import unicodedata
from datetime import date

import pytest
from openpyxl import Workbook

from portal.core.tables import MOST_ROWS, UnusableTable, read_day, read_table

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
