"""Which requests a list shows, as its address asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import pgettext

from portal.answers.models import AnswerRequest, State
from portal.answers.models.requests import AnswerRequestQuerySet
from portal.core.web.listing import chosen
from portal.plan.models import Department

LATE, NOBODY = "late", "none"


@dataclass(frozen=True)
class Filters:
    """A department's slug, or `none` for those without one; a state, or `late`. Empty strings mean all."""

    department: str
    state: str

    @property
    def query(self) -> str:
        """The part of an address that asks for the same again."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    def apply(self, requests: AnswerRequestQuerySet, today: date) -> AnswerRequestQuerySet:
        """The requests that fit."""
        if self.department:
            slug = None if self.department == NOBODY else self.department
            requests = requests.filter(department__slug=slug) if slug else requests.unassigned()
        match self.state:
            case "":
                return requests
            case "late":
                return requests.late(today)
            case State.ANSWERED:
                return requests.answered()
            case State.IN_REVIEW:
                return requests.filter(state=State.IN_REVIEW)
        return requests.open().exclude(state=State.IN_REVIEW)


def read_filters(params: Mapping[str, str], departments: list[Department]) -> Filters:
    """Raises BadRequest (400) for what is not offered."""
    slugs = [department.slug for department in departments]
    return Filters(
        department=chosen(params, "department", [*slugs, NOBODY], ""),
        state=chosen(params, "state", [LATE, *State.values], ""),
    )


def state_choices() -> list[tuple[str, str]]:
    """What may be asked for, with its words."""
    return [(LATE, pgettext("answer", "Late")), *((state.value, str(state.label)) for state in State)]


def departments_asked() -> list[Department]:
    """The departments that owe or owed an answer, by name."""
    return list(Department.objects.filter(pk__in=AnswerRequest.objects.values("department")).order_by("name", "pk"))
