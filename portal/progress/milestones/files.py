"""Milestones in a CSV or XLSX file, as departments keep them: read into plain rows, each complaint with its line.

Free of the database.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.core.files.tables import RowError, UnusableTable, folded, read_day, read_table

COLUMNS = {"task": "과제", "title_ko": "추진 단계", "planned_on": "계획일"}
MORE_COLUMNS = {"title_en": "추진 단계(영어)", "actual_on": "달성일", "reason_ko": "이유", "reason_en": "이유(영어)"}


@dataclass(frozen=True)
class MilestoneRow:
    """One line of the file. A milestone is found again by its task and its Korean title; the reason is for a later day.

    `leaves_out` are the columns that the file does not have: what stands in them stays as it is.
    """

    number: int
    task: str
    title_ko: str
    planned_on: date
    title_en: str
    actual_on: date | None
    reason_ko: str
    reason_en: str
    leaves_out: tuple[str, ...] = ()


def read(content: bytes) -> tuple[list[MilestoneRow], list[RowError]]:
    """The rows of a file and what is wrong with others. Raises UnusableTable."""
    rows, errors = [], []
    for number, cells in read_table(content, columns=COLUMNS, optional=MORE_COLUMNS):
        try:
            rows.append(_row(number, cells))
        except UnusableTable as violation:
            errors.append(RowError(number, str(violation)))
    return rows, errors


def _row(number: int, cells: dict[str, str]) -> MilestoneRow:
    if not cells["task"] or not cells["title_ko"]:
        raise UnusableTable(_("Please name the task and the milestone."))
    actual_on = cells.get("actual_on")
    return MilestoneRow(
        number=number,
        task=folded(cells["task"]),
        title_ko=cells["title_ko"],
        planned_on=read_day(cells["planned_on"]),
        title_en=cells.get("title_en", ""),
        actual_on=read_day(actual_on) if actual_on else None,
        reason_ko=cells.get("reason_ko", ""),
        reason_en=cells.get("reason_en", ""),
        leaves_out=tuple(name for name in MORE_COLUMNS if name not in cells),
    )
