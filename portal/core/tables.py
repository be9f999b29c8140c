"""Tables that people send as CSV or XLSX: read into rows of words, with the columns that their first line names. Free of the database."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.core.errors import InvalidInput
from portal.core.spreadsheets import meant

LARGEST_BYTES, LARGEST_UNPACKED_BYTES = 5 * 1024 * 1024, 50 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 50
Line = tuple[int, dict[str, str]]


class UnusableTable(InvalidInput):
    """No table can be read from the file, or a cell says nothing that can be used."""


@dataclass(frozen=True)
class RowError:
    """What is wrong in one line of the file."""

    number: int
    words: str


def read_table(content: bytes, *, columns: Mapping[str, str], optional: Mapping[str, str] | None = None) -> list[Line]:
    """The lines that say anything, each with its number in the file and its cells by column; no cell is "" .

    `columns` are those that have to be there, by their English names with the Korean ones; `optional` may be there. Raises UnusableTable.
    """
    if len(content) > LARGEST_BYTES:
        raise UnusableTable(_("The file is larger than 5 MB. Please split it."))
    table = list(_of_workbook(content) if content.startswith(b"PK\x03\x04") else _of_text(content))
    if not table:
        raise UnusableTable(_("The file is empty."))
    places = _places(table[0], columns, optional or {})
    filled = [(number, row) for number, row in enumerate(table[1:], start=2) if any(cell.strip() for cell in row)]
    if len(filled) > MOST_ROWS:
        raise UnusableTable(_("The file has more than 5,000 lines. Please split it."))
    return [(number, {name: _cell(row, place) for name, place in places.items()}) for number, row in filled]


def read_day(text: str) -> date:
    """A day as ISO 8601 or as Korean programs write it, `2026. 11. 26.`. Raises UnusableTable."""
    try:
        return date.fromisoformat(text.strip().rstrip(".").replace(". ", "-").replace(".", "-"))
    except ValueError as error:
        raise UnusableTable(_("The day is written like 2026-11-26.")) from error


def _cell(row: list[str], place: int | None) -> str:
    return meant(row[place].strip()) if place is not None and place < len(row) else ""


def _places(head: list[str], columns: Mapping[str, str], optional: Mapping[str, str]) -> dict[str, int | None]:
    """Where each column stands. Raises UnusableTable naming what is missing."""
    names = [cell.strip().casefold() for cell in head]
    found = {
        english: next((place for place, name in enumerate(names) if name in {english, korean}), None)
        for english, korean in {**columns, **optional}.items()
    }
    missing = [korean for english, korean in columns.items() if found[english] is None]
    if missing:
        raise UnusableTable(_("The first line has to name these columns, too: %(columns)s") % {"columns": ", ".join(missing)})
    return found


def _of_text(content: bytes) -> Iterator[list[str]]:
    """UTF-8, or the code page in which Korean spreadsheet programs save CSV by default."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        head = text.partition("\n")[0]
        separator = max(",;\t", key=head.count)
        try:
            yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        except csv.Error as error:
            raise UnusableTable(_("The file is no table: its quotes do not match.")) from error
        return
    raise UnusableTable(_("The file is neither a CSV nor an XLSX table."))


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    """The first sheet; what formulas said when the file was saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED_BYTES:
                raise UnusableTable(_("The file is larger than 5 MB. Please split it."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True):
            yield [_text(cell) for cell in row]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise UnusableTable(_("The file is neither a CSV nor an XLSX table.")) from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
