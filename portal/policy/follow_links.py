"""Addresses in mails by which a person hears no more about a task, or about any, without signing in.

Signed, so that nobody can guess one. Opening one changes nothing; mail programs open links by themselves.
"""

from typing import Any

from django.core import signing
from django.urls import reverse

from portal.policy.models import Task

SALT = "portal.policy.unfollow"


def unfollow_path(person: Any, task: Task | None = None) -> str:
    """The page where the person stops following a task, or all of them."""
    return reverse("policy:unfollow_by_mail", args=[unfollow_token(person, task)])


def one_click_path(person: Any) -> str:
    """Where a mail program ends all messages about tasks with one POST."""
    return reverse("policy:unfollow_in_one_click", args=[unfollow_token(person)])


def unfollow_token(person: Any, task: Task | None = None) -> str:
    """What stands for the person and the task in an address."""
    return signing.Signer(salt=SALT).sign(f"{person.pk}-{task.pk if task else 0}")


def read_token(token: str) -> tuple[int, int | None]:
    """The keys of the person and of the task, None for all tasks. Raises BadSignature."""
    person, _dash, task = signing.Signer(salt=SALT).unsign(token).partition("-")
    return int(person), int(task) or None
