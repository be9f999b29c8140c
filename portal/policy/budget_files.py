"""Budget lines in a CSV or XLSX file, as officers keep them: read into plain rows, each complaint with its line. Free of the database.

The first line names the columns, in Korean or in English. Amounts are exact won; thousands may be parted by commas.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.core.errors import InvalidInput
from portal.policy.models.budgets import EARLIEST_YEAR, LATEST_YEAR, BudgetLine

LARGEST_BYTES, LARGEST_UNPACKED_BYTES = 5 * 1024 * 1024, 50 * 1024 * 1024
MOST_ROWS = 5_000
COLUMNS = ("task", "year", "payer", "stage", "amount_krw", "source", "as_of")
KOREAN_COLUMNS = ("과제", "연도", "재원", "단계", "금액(원)", "출처", "기준일")
PAYERS = {"국비": "national", "시비": "city", "구비": "district", "민자": "private"}
STAGES = {"계획": "planned", "당초": "planned", "변경": "revised", "집행": "executed"}
LARGEST_AMOUNT = 10**15


class UnusableFile(InvalidInput):
    """No table of budget lines can be read from the file at all."""


@dataclass(frozen=True)
class BudgetRow:
    """One line of the file: `task` and `source` by their keys, the amount in won."""

    number: int
    task: str
    year: int
    payer: str
    stage: str
    amount_krw: int
    source: str
    as_of: date

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What may stand in a file once."""
        return self.task, self.year, self.payer, self.stage


@dataclass(frozen=True)
class RowError:
    """What is wrong in one line of the file."""

    number: int
    words: str


def read(name: str, content: bytes) -> tuple[list[BudgetRow], list[RowError]]:
    """The rows of a file and what is wrong with others. Raises UnusableFile."""
    if len(content) > LARGEST_BYTES:
        raise UnusableFile(_("The file is larger than 5 MB. Please split it."))
    table = list(_of_workbook(content) if content.startswith(b"PK\x03\x04") else _of_text(content))
    if not table:
        raise UnusableFile(_("The file is empty."))
    columns = _columns(table[0])
    filled = [(number, row) for number, row in enumerate(table[1:], start=2) if any(cell.strip() for cell in row)]
    if len(filled) > MOST_ROWS:
        raise UnusableFile(_("The file has more than 5,000 lines. Please split it."))
    return _sorted_out(filled, columns)


def _sorted_out(filled: list[tuple[int, list[str]]], columns: dict[str, int]) -> tuple[list[BudgetRow], list[RowError]]:
    rows, errors, seen = [], [], {}
    for number, cells in filled:
        try:
            row = _row(number, {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()})
        except UnusableFile as violation:
            errors.append(RowError(number, str(violation)))
            continue
        if row.key in seen:
            words = _("This line says the same task, year, payer and stage as line %(line)d.") % {"line": seen[row.key]}
            errors.append(RowError(number, words))
            continue
        seen[row.key] = number
        rows.append(row)
    return rows, errors


def _row(number: int, cells: dict[str, str]) -> BudgetRow:
    if not cells["task"] or not cells["source"]:
        raise UnusableFile(_("The task and the source have to be named: each amount says where it was published."))
    return BudgetRow(
        number=number,
        task=cells["task"],
        year=_year(cells["year"]),
        payer=_word(cells["payer"], PAYERS, BudgetLine.Payer.values, _("Whose money it is: one of %(words)s.")),
        stage=_word(cells["stage"], STAGES, BudgetLine.Stage.values, _("The stage is one of %(words)s.")),
        amount_krw=_amount(cells["amount_krw"]),
        source=cells["source"],
        as_of=_day(cells["as_of"]),
    )


def _columns(head: list[str]) -> dict[str, int]:
    """Where each column stands. Raises UnusableFile naming what is missing."""
    names = [cell.strip().casefold() for cell in head]
    found = {}
    for english, korean in zip(COLUMNS, KOREAN_COLUMNS, strict=True):
        place = next((place for place, name in enumerate(names) if name in {english, korean}), None)
        if place is not None:
            found[english] = place
    missing = [korean for english, korean in zip(COLUMNS, KOREAN_COLUMNS, strict=True) if english not in found]
    if missing:
        raise UnusableFile(_("The first line has to name these columns, too: %(columns)s") % {"columns": ", ".join(missing)})
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
            raise UnusableFile(_("The file is no table: its quotes do not match.")) from error
        return
    raise UnusableFile(_("The file is neither a CSV nor an XLSX table."))


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    """The first sheet; what formulas said when the file was saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED_BYTES:
                raise UnusableFile(_("The file is larger than 5 MB. Please split it."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=50, values_only=True):
            yield [_text(cell) for cell in row]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise UnusableFile(_("The file is neither a CSV nor an XLSX table.")) from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _year(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) == 4 and EARLIEST_YEAR <= int(text) <= LATEST_YEAR:  # noqa: PLR2004
        return int(text)
    raise UnusableFile(_("The year lies between 2010 and 2060."))


def _word(text: str, korean: dict[str, str], known: list[str], words: str) -> str:
    value = korean.get(text, text.casefold())
    if value not in known:
        raise UnusableFile(words % {"words": ", ".join([*korean, *known])})
    return value


def _amount(text: str) -> int:
    plain = text.replace(",", "")
    if plain.isascii() and plain.isdecimal() and len(plain) <= len(str(LARGEST_AMOUNT)) and int(plain) <= LARGEST_AMOUNT:
        return int(plain)
    raise UnusableFile(_("The amount is a whole number of won, without decimals or units."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip().rstrip(".").replace(". ", "-").replace(".", "-"))
    except ValueError as error:
        raise UnusableFile(_("The day is written like 2026-11-26.")) from error
