"""Tables as files for spreadsheet programs, in which no cell is ever a formula, whatever people typed. Pure.

OWASP, "CSV Injection": a program computes a cell that begins with = + - @, a tab or a carriage return. Full-width signs count in
East Asian versions. A file that is opened with another separator than the comma is cut at that one instead, so a sign after
such a separator is as good as a sign at the beginning.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell as WorkbookCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

BYTE_ORDER_MARK = "\ufeff"
# The last is the minus sign, to which a raised one normalises too.
SIGNS = frozenset("=+-@\u2212")
# What XML 1.0 (section 2.2) cannot hold, and what no cell needs; tab and line feed stay.
NO_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Blanks, invisible characters and quotes, which programs drop before they look at a cell.
DROPPED = r"[\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0\"'`´‘’“”＂＇]"
BEGINNING = re.compile(rf"{DROPPED}*(.)?", re.DOTALL)
# Looks ahead without taking anything, so that each of several separators in a row is looked at.
SEPARATED = re.compile(rf"([;\t\n])(?=(?:(?![\t\n]){DROPPED})*(.))", re.DOTALL)
LONGEST_CELL = 32_767  # what Excel takes
Cell = str | int
Row = Iterable[Cell]


def plain(text: str) -> str:
    """The text without characters that a file cannot hold, lines ending in one line feed."""
    return NO_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_CELL]


def harmless(text: str) -> str:
    """The text as a cell of a CSV file: an apostrophe stands before whatever a program might compute.

    >>> harmless("＝1+1")
    "'＝1+1"
    """
    begins_with_control = text[:1] in {"\t", "\r", "\n"}
    text = plain(text)
    beginning = BEGINNING.match(text)
    is_dangerous = begins_with_control or (beginning is not None and _is_sign(beginning[1] or ""))
    text = SEPARATED.sub(lambda match: f"{match[1]}'" if _is_sign(match[2]) else match[1], text)
    return f"'{text}" if is_dangerous else text


def meant(text: str) -> str:
    """What was there before `harmless` put an apostrophe before it, so that a file that comes back says what it said."""
    rest = text.removeprefix("'")
    return rest if rest != text and harmless(rest) == text else text


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The rows as lines of a CSV file (RFC 4180), the first after a byte order mark, by which Excel knows UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(file: BinaryIO, rows: Iterable[Row], *, title: str) -> None:
    """The rows as an XLSX file with one sheet whose first row stays in view. Texts stay texts, so nothing is computed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    book.save(file)


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> WorkbookCell:
    cell = WriteOnlyCell(sheet, value=plain(text))
    # openpyxl would make a formula of what begins with "=", and an error of "#N/A".
    cell.data_type = "s"
    return cell


def _is_sign(character: str) -> bool:
    """Whether a cell could begin to compute with it, in whatever width or position it is written."""
    return unicodedata.normalize("NFKC", character)[:1] in SIGNS
