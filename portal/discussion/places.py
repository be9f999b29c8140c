"""Where somebody writes: the address of the form, its words, and where to come back to after signing in."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.discussion.models import Comment
from portal.policy.models import Task


@dataclass(frozen=True, slots=True)
class Place:
    """One form. `name` makes ids on the page, `draft` names what is kept in the session."""

    name: str
    draft: str
    action: str
    back: str
    cancel: str
    title: str
    submit: str


def comment_place(task: Task) -> Place:
    """The form for a new comment, on the task's page."""
    page = task.get_absolute_url()
    return Place(
        name="comment",
        draft=f"task:{task.pk}",
        action=reverse("discussion:post", args=[task.slug]),
        back=f"{page}#discussion",
        cancel="",
        title=_("Write a comment"),
        submit=_("Post comment"),
    )


def reply_place(answered: Comment) -> Place:
    """The form for a reply, under the comment or on its own page."""
    address = reverse("discussion:reply", args=[answered.pk])
    return Place(
        name=f"reply-{answered.pk}",
        draft=f"reply:{answered.pk}",
        action=address,
        back=address,
        cancel=answered.get_absolute_url(),
        title=_("Your reply"),
        submit=_("Post reply"),
    )


def edit_place(comment: Comment) -> Place:
    """The form that changes a comment."""
    address = reverse("discussion:edit", args=[comment.pk])
    return Place(
        name=f"edit-{comment.pk}",
        draft=f"edit:{comment.pk}",
        action=address,
        back=address,
        cancel=comment.get_absolute_url(),
        title=_("Change your comment"),
        submit=pgettext("comment", "Save"),
    )
