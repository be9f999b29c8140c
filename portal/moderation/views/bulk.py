"""One decision about many comments: choose on the desk, give one reason, read what became of each."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.listing import chosen
from portal.discussion.models import Comment
from portal.moderation import services
from portal.moderation.forms.decisions import BulkForm, ChosenRows
from portal.moderation.services import BULK_ACTIONS, MOST_AT_ONCE, Outcome
from portal.moderation.views.responses import moderators_only


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def bulk(request: SignedInRequest) -> HttpResponse:
    """The form for what was chosen on the desk; then each comment by itself, and what became of it."""
    typed = request.POST if request.method == "POST" else request.GET
    action = chosen(typed, "action", BULK_ACTIONS, BULK_ACTIONS[0])
    is_sent = request.method == "POST"
    form = BulkForm(request.POST if is_sent else None, action=action, rows=typed.getlist("row"))
    if is_sent and form.is_valid():
        batch = uuid4()
        try:
            outcomes = services.decide_each(action=action, moderator=request.user, batch=batch, **form.ruling())
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            return _result_page(request, outcomes, batch)
    return _asked(request, form, typed)


@require_POST
@login_required
@moderators_only
def undo_bulk(request: SignedInRequest, batch: UUID) -> HttpResponse:
    """Take back what was decided in one act."""
    outcomes = services.undo_batch(batch=batch, moderator=request.user)
    if not outcomes:
        raise Http404(_("There is nothing to undo."))
    return _result_page(request, outcomes, batch=None)


def _asked(request: HttpRequest, form: BulkForm, typed: QueryDict) -> HttpResponse:
    """The form with what was chosen; whatever is not the moderator's is left out without a word."""
    choice = ChosenRows(typed)
    rows = choice.cleaned_data["row"] if choice.is_valid() else []
    if rows and len(rows) > MOST_AT_ONCE:
        raise BadRequest(_("Please select at least one comment and at most %(number)s.") % {"number": MOST_AT_ONCE})
    comments = Comment.objects.moderated_by(request.user).with_words_for(request.user).select_related("author", "task")
    found = comments.filter(pk__in=[row.comment for row in rows]).order_by("pk")
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "moderation/bulk_form.html", {"form": form, "comments": found, "action": form.action}, status=status)


def _result_page(request: HttpRequest, outcomes: list[Outcome], batch: UUID | None) -> HttpResponse:
    done = sum(outcome.result == services.Result.DONE for outcome in outcomes)
    context = {"outcomes": outcomes, "done": done, "batch": batch if done else None}
    return render(request, "moderation/bulk_result.html", context)
