"""Budget lines in a CSV or XLSX file, as officers keep them: read into plain rows, each complaint with its line. Free of the database.

Amounts are exact won; thousands may be parted by commas.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.core.tables import RowError, UnusableTable, read_day, read_table
from portal.policy.models.budgets import EARLIEST_YEAR, LATEST_YEAR, BudgetLine

COLUMNS = {
    "task": "과제",
    "year": "연도",
    "payer": "재원",
    "stage": "단계",
    "amount_krw": "금액(원)",
    "source": "출처",
    "as_of": "기준일",
}
PAYERS = {"국비": "national", "시비": "city", "구비": "district", "민자": "private"}
STAGES = {"계획": "planned", "당초": "planned", "변경": "revised", "집행": "executed"}
LARGEST_AMOUNT = 10**15


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


def read(content: bytes) -> tuple[list[BudgetRow], list[RowError]]:
    """The rows of a file and what is wrong with others. Raises UnusableTable."""
    rows, errors, seen = [], [], {}
    for number, cells in read_table(content, columns=COLUMNS):
        try:
            row = _row(number, cells)
        except UnusableTable as violation:
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
        raise UnusableTable(_("The task and the source have to be named: each amount says where it was published."))
    return BudgetRow(
        number=number,
        task=cells["task"],
        year=_year(cells["year"]),
        payer=_word(cells["payer"], PAYERS, BudgetLine.Payer.values, _("Whose money it is: one of %(words)s.")),
        stage=_word(cells["stage"], STAGES, BudgetLine.Stage.values, _("The stage is one of %(words)s.")),
        amount_krw=_amount(cells["amount_krw"]),
        source=cells["source"],
        as_of=read_day(cells["as_of"]),
    )


def _year(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) == 4 and EARLIEST_YEAR <= int(text) <= LATEST_YEAR:  # noqa: PLR2004
        return int(text)
    raise UnusableTable(_("The year lies between 2010 and 2060."))


def _word(text: str, korean: dict[str, str], known: list[str], words: str) -> str:
    value = korean.get(text, text.casefold())
    if value not in known:
        raise UnusableTable(words % {"words": ", ".join([*korean, *known])})
    return value


def _amount(text: str) -> int:
    plain = text.replace(",", "")
    if plain.isascii() and plain.isdecimal() and len(plain) <= len(str(LARGEST_AMOUNT)) and int(plain) <= LARGEST_AMOUNT:
        return int(plain)
    raise UnusableTable(_("The amount is a whole number of won, without decimals or units."))
