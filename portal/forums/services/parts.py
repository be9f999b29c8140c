"""The parts of a forum that stand in an order: items of the programme, speakers, questions."""

from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.record import record
from portal.forums import refusals
from portal.forums.models import AgendaItem, Answer, Forum, Question, Speaker
from portal.forums.services import seats

Part = AgendaItem | Speaker | Question
# What an answer that was given means depends on these.
READ_BY_ANSWERS = ("kind", "options_ko", "options_en")


@transaction.atomic
def add_part(*, forum: Forum, part: Part, by: AbstractBaseUser, key: UUID | None = None) -> Part:
    """Put a new part at the end. The same `key` of a form gives the part that was made with it. Raises FormChanged."""
    forum = seats.locked(forum)
    part.forum, part.form_key = forum, key
    if key and (before := type(part).objects.filter(form_key=key).first()):
        return _same(before, part)
    part.position = _last_position(forum, type(part)) + 1
    part.save(force_insert=True)
    _recorded(forum, by)
    return part


@transaction.atomic
def change_part(*, part: Part, values: dict[str, Any], by: AbstractBaseUser) -> Part:
    """Change what a part says. Raises QuestionAnswered where given answers would come to mean something else."""
    forum = seats.locked(part.forum)
    stored = type(part).objects.get(pk=part.pk)
    if isinstance(stored, Question) and any(values.get(name, "") != getattr(stored, name) for name in READ_BY_ANSWERS):
        _refuse_answered(stored)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    _recorded(forum, by)
    return stored


@transaction.atomic
def remove_part(*, part: Part, by: AbstractBaseUser) -> None:
    """Take a part away. Raises QuestionAnswered for a question that was answered: answers are erased on schedule, not by hand."""
    forum = seats.locked(part.forum)
    if isinstance(part, Question):
        _refuse_answered(part)
    part.delete()
    _recorded(forum, by)


@transaction.atomic
def move_part(*, part: Part, up: bool, by: AbstractBaseUser) -> None:
    """Swap a part with its neighbour; at the end of the list nothing happens."""
    forum = seats.locked(part.forum)
    parts = list(type(part).objects.filter(forum=forum).order_by("position", "pk"))
    place = parts.index(part)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(parts):
        return
    parts[place], parts[other] = parts[other], parts[place]
    for number, each in enumerate(parts, start=1):
        each.position = number
    # The constraint looks when the transaction ends, so that two may stand on one place meanwhile.
    type(part).objects.bulk_update(parts, ["position"])
    _recorded(forum, by)


def _same(before: Part, part: Part) -> Part:
    if _said(before) != _said(part):
        raise refusals.FormChanged(
            _("This form was sent before, with other content. Please look at the list above, then send it again.")
        )
    return before


def _said(part: Part) -> dict[str, Any]:
    """What a part says, and of which forum."""
    names = [column.attname for column in part._meta.concrete_fields]
    return {name: getattr(part, name) for name in names if name not in {"id", "position"}}


def _last_position(forum: Forum, model: type[Part]) -> int:
    return model.objects.filter(forum=forum).order_by("-position").values_list("position", flat=True).first() or 0


def _refuse_answered(question: Question) -> None:
    if count := Answer.objects.filter(question=question).count():
        raise refusals.QuestionAnswered(
            ngettext(
                "%(count)d person has answered this question. Its kind and choices can no longer change, and it cannot be removed.",
                "%(count)d people have answered this question. Its kind and choices can no longer change, and it cannot be removed.",
                count,
            )
            % {"count": count}
        )


def _recorded(forum: Forum, by: AbstractBaseUser) -> None:
    record(action="forum.edited", actor=by, subject=f"forum:{forum.pk}")
