"""What lies on the desk of one officer. Free of HTTP."""

from datetime import date
from typing import Any

from django.db.models import Q

from portal.accounts.models import User
from portal.answers.lines import lines_of, promise_lines
from portal.answers.models import AnswerRequest, Commitment
from portal.core.web.listing import page_of

TABS = OWED, UNASSIGNED, PROMISED, ANSWERED = "owed", "unassigned", "promised", "answered"
PER_PAGE = 20


def desk_context(*, user: User, tab: str, page_number: str | None, today: date) -> dict[str, Any]:
    """One tab of the desk with the counts of all. Who answers for no department sees only what no department has.

    Four queries for the counts and two for the page. Raises Http404 for a page that does not exist.
    """
    requests = AnswerRequest.objects.shown()
    own = requests.of(user.department) if user.department_id else requests.none()
    promises = Commitment.objects.shown().filter(state=Commitment.State.OPEN).filter(
        Q(answer_request__department=user.department_id) if user.department_id else Q(pk__in=[])
    )  # fmt: skip
    tabs = {
        OWED: own.open().most_urgent_first(),
        UNASSIGNED: requests.unassigned().open().most_urgent_first(),
        ANSWERED: own.answered().order_by("-answered_at", "-pk"),
    }
    counts = {name: tabs[name].count() if name in tabs else promises.count() for name in TABS}
    late = own.open().late(today).count()
    context = {"tab": tab, "counts": counts, "late": late, "query": f"show={tab}"}
    if tab == PROMISED:
        promised = page_of(promises.with_all_that_is_shown().first_due_first(), page_number, PER_PAGE)
        return {**context, "page": promised, "promises": promise_lines(promised, today)}
    page = page_of(tabs[tab].with_all_that_is_shown(), page_number, PER_PAGE)
    return {**context, "page": page, "lines": lines_of(page, today)}
