"""Tables that people send as CSV or XLSX: read into rows of words, with the columns that their first line names. Pure."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.core.errors import InvalidInput
from portal.core.files.spreadsheets import meant
from portal.core.text.days import BETWEEN, is_sane

if TYPE_CHECKING:
    from openpyxl.cell import _CellOrMergedCell
    from openpyxl.workbook.workbook import _WorksheetLike

LARGEST_BYTES, LARGEST_UNPACKED_BYTES = 5 * 1024 * 1024, 50 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 50
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_SHEET = 1_048_576  # rows of a sheet, by Excel's own limit
# As ISO 8601 or as Korean programs write it, with or without the day of the week or a midnight behind it.
DAY = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?\s*(?:\([월화수목금토일]\))?(?:\s+0?0:00(?::00)?)?", re.ASCII
)
# A cell that shows 100% holds 1, one that shows "1,500천원" may hold 1500: what such a number stands for is not guessed.
SCALED = re.compile("[%천만억조]")
Line = tuple[int, dict[str, str]]


class UnusableTable(InvalidInput):
    """No table can be read from the file, or a cell says nothing that can be used."""


@dataclass(frozen=True)
class RowError:
    """What is wrong in one line of the file."""

    number: int
    words: str


def read_table(content: bytes, *, columns: Mapping[str, str], optional: Mapping[str, str] | None = None) -> list[Line]:
    """The lines that say anything, each with its number in the file and its cells by column, in NFC; an empty cell is "".

    `columns` are those that have to be there, by their English names with the Korean ones; `optional` may be there, and where it
    is not, it is not among the cells. Nothing is ever left out silently. Raises UnusableTable.
    """
    if len(content) > LARGEST_BYTES:
        raise UnusableTable(_("The file is larger than 5 MB. Please split it."))
    table = iter(_of_workbook(content, columns) if content.startswith(b"PK\x03\x04") else _of_text(content))
    head = next(table, None)
    if head is None:
        raise UnusableTable(_("The file is empty."))
    places = _places(head, columns, optional or {})
    return [(number, {name: _cell(row, place) for name, place in places.items()}) for number, row in _filled(table)]


def folded(text: str) -> str:
    """What a Korean keyboard may have written in full width, in ASCII: for numbers, days and keys, never for prose."""
    return unicodedata.normalize("NFKC", text).strip()


def read_day(text: str) -> date:
    """A day as ISO 8601 or as Korean programs write it, `2026. 1. 5.` or `2026년 1월 5일(월)`. Raises UnusableTable."""
    plain = folded(text)
    found = DAY.fullmatch(plain) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain, re.ASCII)
    parts = found.groups() if found else ()
    try:
        day = date(*map(int, parts))
    except (TypeError, ValueError) as error:  # the first where nothing was found
        raise UnusableTable(_("Please write the date like 2026-11-26.")) from error
    if not is_sane(day):
        raise UnusableTable(str(BETWEEN))
    return day


def _filled(rows: Iterable[list[str]]) -> list[tuple[int, list[str]]]:
    """The rows in which something stands, by their numbers in the file. Raises UnusableTable for more than are taken."""
    found = []
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            found.append((number, row))
        if len(found) > MOST_ROWS:
            raise UnusableTable(_("The file has more than 5,000 lines. Please split it."))
    return found


def _cell(row: list[str], place: int) -> str:
    return unicodedata.normalize("NFC", meant(row[place].strip())) if place < len(row) else ""


def _places(head: list[str], columns: Mapping[str, str], optional: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands that is there. Raises UnusableTable naming what is missing."""
    names = [_column(cell) for cell in head]
    found = {}
    for english, korean in {**columns, **optional}.items():
        places = [place for place, name in enumerate(names) if name in {_column(english), _column(korean)}]
        if len(places) > 1:
            raise UnusableTable(_("The first line names this column twice: %(column)s") % {"column": korean})
        if places:
            found[english] = places[0]
    missing = [korean for english, korean in columns.items() if english not in found]
    if missing:
        raise UnusableTable(_("The first line has to name these columns, too: %(columns)s") % {"columns": ", ".join(missing)})
    return found


def _column(name: str) -> str:
    """A column's name without what people write differently: width, case, blanks."""
    return "".join(folded(name).casefold().split())


def _of_text(content: bytes) -> Iterator[list[str]]:
    """UTF-8, the code page in which Korean spreadsheet programs save CSV by default, or UTF-16, Excel's "Unicode text"."""
    for encoding in ("utf-16",) if content.startswith(UTF_16_MARKS) else ("utf-8-sig", "cp949"):
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
            raise UnusableTable(_("The file is not a table: its quotes do not match.")) from error
        return
    raise UnusableTable(_("The file is neither a CSV nor an XLSX table."))


def _of_workbook(content: bytes, columns: Mapping[str, str]) -> Iterator[list[str]]:
    """The one sheet in sight that names the columns, else the first; what formulas said when the file was saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED_BYTES:
                raise UnusableTable(_("The file is larger than 5 MB. Please split it."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        in_sight = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        tables = [sheet for sheet in in_sight if _names_all(next(_rows(sheet, last=1), []), columns)]
        if len(tables) > 1:
            raise UnusableTable(
                _("The file has such a table on more than one sheet. Please keep one, or save each sheet separately.")
            )
        yield from _rows((tables or in_sight)[0])
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise UnusableTable(_("The file is neither a CSV nor an XLSX table.")) from error


def _rows(sheet: "_WorksheetLike", last: int = LONGEST_SHEET) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS):
        yield [_text(cell) for cell in row] if any(cell.value is not None for cell in row) else []


def _names_all(head: list[str], columns: Mapping[str, str]) -> bool:
    names = {_column(cell) for cell in head}
    return all(names & {_column(english), _column(korean)} for english, korean in columns.items())


def _text(cell: "_CellOrMergedCell") -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float) and SCALED.search(cell.number_format):
        return f"{value} ({cell.number_format})"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
