"""Budget lines in a CSV or XLSX file, as officers keep them: read into plain rows, each complaint with its line.

Amounts are exact won; thousands may be parted by commas, digits may be full width, and 원 may stand behind.
Free of the database.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.core.files.tables import RowError, UnusableTable, folded, read_day, read_table
from portal.core.text.days import EARLIEST_YEAR, LATEST_YEAR
from portal.plan.models.budgets import BudgetLine

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
STAGES = {"당초": "planned", "계획": "planned", "변경": "revised", "집행": "executed"}
LARGEST_AMOUNT = 10**15
# Commas only between thousands: "12,34" is somebody's decimal comma, and no amount may be guessed.
AMOUNT = re.compile(r"₩?\s*(\d{1,16}|\d{1,3}(?:,\d{3}){1,5})\s*원?", re.ASCII)


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
    def payer_name(self) -> str:
        return str(BudgetLine.Payer(self.payer).label)

    @property
    def stage_name(self) -> str:
        return str(BudgetLine.Stage(self.stage).label)


def read(content: bytes) -> tuple[list[BudgetRow], list[RowError]]:
    """The rows of a file and what is wrong with others. Raises UnusableTable."""
    rows, errors = [], []
    for number, cells in read_table(content, columns=COLUMNS):
        try:
            rows.append(_row(number, cells))
        except UnusableTable as violation:
            errors.append(RowError(number, str(violation)))
    return rows, errors


def _row(number: int, cells: dict[str, str]) -> BudgetRow:
    if not cells["task"] or not cells["source"]:
        raise UnusableTable(_("Please name the task and the source: each amount says where it was published."))
    return BudgetRow(
        number=number,
        task=folded(cells["task"]),
        year=_year(cells["year"]),
        payer=_word(cells["payer"], PAYERS, BudgetLine.Payer.values, _("The funding source is one of %(words)s.")),
        stage=_word(cells["stage"], STAGES, BudgetLine.Stage.values, _("The stage is one of %(words)s.")),
        amount_krw=_amount(cells["amount_krw"]),
        source=folded(cells["source"]),
        as_of=read_day(cells["as_of"]),
    )


def _year(text: str) -> int:
    plain = folded(text).removesuffix("년")
    if re.fullmatch(r"\d{4}", plain, re.ASCII) and EARLIEST_YEAR <= int(plain) <= LATEST_YEAR:
        return int(plain)
    raise UnusableTable(_("The year lies between 2010 and 2060."))


def _word(text: str, korean: dict[str, str], known: list[str], words: str) -> str:
    value = korean.get(folded(text), folded(text).casefold())
    if value not in known:
        raise UnusableTable(words % {"words": ", ".join([*korean, *known])})
    return value


def _amount(text: str) -> int:
    found = AMOUNT.fullmatch(folded(text))
    amount = int(found[1].replace(",", "")) if found else None
    if amount is None or amount > LARGEST_AMOUNT:
        raise UnusableTable(
            _("The amount is a whole number of won like 1,500,000: no decimals, no units, commas only between thousands.")
        )
    return amount
