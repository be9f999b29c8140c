"""The parts of a forum that stand in an order: items of the programme, speakers, questions."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.forum_desk.services import refusals
from portal.forums.models import AgendaItem, Forum, Speaker
from portal.registrations.models import FormAnswer, Question
from portal.registrations.services import refusals as registrations_refusals
from portal.registrations.services import seats

Part = AgendaItem | Speaker | Question
# What an answer that was given means depends on these.
READ_BY_ANSWERS = ("kind", "options_ko", "options_en")


@transaction.atomic
def add_part(*, forum: Forum, part: Part, by: User, key: UUID | None = None) -> Part:
    """Put a new part at the end. The same `key` of a form gives the part that was made with it. Raises FormChanged."""
    forum = seats.lock_forum(forum)
    part.forum, part.form_key = forum, key
    if key and (before := type(part).objects.filter(form_key=key).first()):
        return _same(before, part)
    part.position = _last_position(forum, type(part)) + 1
    part.save(force_insert=True)
    _recorded(forum, by)
    return part


@transaction.atomic
def change_part(*, part: Part, values: dict[str, Any], by: User) -> Part:
    """Change what a part says. Raises QuestionAnswered where given answers would come to mean something else."""
    forum = seats.lock_forum(part.forum)
    stored = type(part).objects.get(pk=part.pk)
    if isinstance(stored, Question) and any(values.get(name, "") != getattr(stored, name) for name in READ_BY_ANSWERS):
        _refuse_answered(stored)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    _recorded(forum, by)
    return stored


@transaction.atomic
def remove_part(*, part: Part, by: User) -> None:
    """Take a part away. Raises QuestionAnswered for a question that was answered: answers are erased on schedule, not by hand."""
    forum = seats.lock_forum(part.forum)
    if isinstance(part, Question):
        _refuse_answered(part)
    part.delete()
    _recorded(forum, by)


@transaction.atomic
def move_part(*, part: Part, up: bool, by: User) -> None:
    """Swap a part with its neighbour; at the end of the list nothing happens."""
    forum = seats.lock_forum(part.forum)
    parts: list[Any] = list(type(part).objects.filter(forum=forum).order_by("position", "pk"))
    index = parts.index(part)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(parts):
        return
    parts[index], parts[other] = parts[other], parts[index]
    for number, each in enumerate(parts, start=1):
        each.position = number
    # The constraint looks when the transaction ends, so that two may have one position meanwhile.
    type(part).objects.bulk_update(parts, ["position"])
    _recorded(forum, by)


def _same(before: Part, part: Part) -> Part:
    if _said(before) != _said(part):
        raise registrations_refusals.FormChanged(
            _("This form was already sent with other content. Please check the list above, then send it again.")
        )
    return before


def _said(part: Part) -> dict[str, Any]:
    """What a part says, and of which forum."""
    names = [column.attname for column in part._meta.concrete_fields]
    return {name: getattr(part, name) for name in names if name not in {"id", "position"}}


def _last_position(forum: Forum, model: type[Part]) -> int:
    return model.objects.filter(forum=forum).order_by("-position").values_list("position", flat=True).first() or 0


def _refuse_answered(question: Question) -> None:
    if count := FormAnswer.objects.filter(question=question).count():
        raise refusals.QuestionAnswered(
            ngettext(
                "%(count)d person has answered this question. Its kind and choices can no longer change, and it"
                " cannot be removed.",
                "%(count)d people have answered this question. Its kind and choices can no longer change, and"
                " it cannot be removed.",
                count,
            )
            % {"count": count}
        )


def _recorded(forum: Forum, by: User) -> None:
    record_event(action="forum.edited", actor=by, subject=f"forum:{forum.pk}")
