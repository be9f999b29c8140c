"""Where somebody writes: the address of the form, its words, and where to come back to after signing in."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.core.people import Visitor
from portal.discussion.gate import DiscussionGate, suspension_page, suspension_words, way_in
from portal.discussion.models import EDITING_TIME, Comment
from portal.plan.models import Department, Task


@dataclass(frozen=True, slots=True)
class Composer:
    """One form. `name` makes ids on the page, `draft` names what is kept in the session; `hint` is what to know beforehand."""

    name: str
    draft: str
    action: str
    back: str
    cancel: str
    title: str
    submit: str
    hint: str = ""
    is_official: bool = False
    is_change: bool = False


def gate_context(gate: DiscussionGate, person: Visitor) -> dict[str, str]:
    """What `discussion/_gate.html` needs to say why somebody cannot write, and what to do about it.

    `way_in` is the page where whoever is not let in yet can change that: the buttons of votes lead there.
    """
    words = {
        DiscussionGate.SIGNED_OUT: _("Sign in first, then you can vote."),
        DiscussionGate.UNVERIFIED: _("Verify your identity first, then you can vote."),
    }
    said = {"gate": gate.value, "suspension": "", "suspension_page": ""}
    if gate == DiscussionGate.SUSPENDED:
        said |= {"suspension": suspension_words(person), "suspension_page": suspension_page()}
    return said | {"way_in": way_in(gate), "way_in_words": words.get(gate, "")}


def comment_composer(task: Task) -> Composer:
    """The form for a new comment, on the task's page."""
    page = task.get_absolute_url()
    return Composer(
        name="comment",
        draft=f"task:{task.pk}",
        action=reverse("discussion:post", args=[task.slug]),
        back=f"{page}#comment-form",
        cancel="",
        title=_("Write a comment"),
        submit=_("Post comment"),
    )


def reply_composer(answered: Comment) -> Composer:
    """The form for a reply, under the comment or on its own page."""
    address = reverse("discussion:reply", args=[answered.pk])
    return Composer(
        name=f"reply-{answered.pk}",
        draft=f"reply:{answered.pk}",
        action=address,
        back=address,
        cancel=answered.get_absolute_url(),
        title=_("Your reply"),
        submit=_("Post reply"),
    )


def official_composer(answered: Comment, department: Department | None, *, address: str) -> Composer:
    """The form for a reply in the name of a department, at the address of whoever takes such replies."""
    hint = _(
        "Your answer is shown as the official answer of this department: %(department)s. Your nickname is not shown. It "
        "stands at the top of the thread, and the person who asked is told by e-mail."
    )
    return Composer(
        name=f"official-{answered.pk}",
        draft=official_draft(answered.pk),
        action=address,
        back=address,
        cancel=answered.get_absolute_url(),
        title=_("Answer officially"),
        submit=_("Post official answer"),
        hint=hint % {"department": department.name if department else "–"},
        is_official=True,
    )


def official_draft(answered: int) -> str:
    """Under which name the session keeps what was typed of it."""
    return f"official:{answered}"


def edit_composer(comment: Comment) -> Composer:
    """The form that changes a comment."""
    address = reverse("discussion:edit", args=[comment.pk])
    return Composer(
        name=f"edit-{comment.pk}",
        draft=f"edit:{comment.pk}",
        action=address,
        back=address,
        cancel=comment.get_absolute_url(),
        title=_("Correct the answer") if comment.is_official else _("Change your comment"),
        submit=pgettext("comment", "Save"),
        hint=_editing_hint(comment),
        is_official=comment.is_official,
        is_change=True,
    )


def _editing_hint(comment: Comment) -> str:
    """Whether a change leaves a trace."""
    now = timezone.now()
    if comment.keeps_history_at(now):
        return _("The earlier version stays public: everybody can open it at the word “edited”.")
    minutes = max(1, ceil((comment.created_at + EDITING_TIME - now) / timedelta(minutes=1)))
    return ngettext(
        "For %(minutes)d more minute, a change leaves no trace. After that, earlier versions stay public.",
        "For %(minutes)d more minutes, a change leaves no trace. After that, earlier versions stay public.",
        minutes,
    ) % {"minutes": minutes}
