"""Give somebody a role, or take it: how a new portal gets its first administrator."""

from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.roles import ROLE_NAMES
from portal.accounts.services import assign_department, roles, set_moderation_scope
from portal.core.audit_log import recorded_together
from portal.core.errors import RuleViolation
from portal.core.text.links import normalise_address
from portal.plan.models import Department, Task

Subject = TypeVar("Subject", Task, Department)


class Command(BaseCommand):
    """`appoint someone@example.org administrator`; the person has signed up before."""

    help = "Give a role to a person who has an account, or take it with --withdraw."

    def add_arguments(self, parser: CommandParser) -> None:
        """Address, role, `--withdraw`, and what a moderator is given to act in."""
        parser.add_argument("email")
        parser.add_argument("role", choices=ROLE_NAMES)
        parser.add_argument("--withdraw", action="store_true")
        parser.add_argument("--everywhere", action="store_true", help="moderator: of every task")
        parser.add_argument("--task", action="append", default=[], metavar="SLUG", help="moderator: of this task; repeatable")
        parser.add_argument(
            "--department",
            action="append",
            default=[],
            metavar="SLUG",
            help="moderator: of its tasks; repeatable; officer: in its name",
        )

    def handle(self, *, email: str, role: str, withdraw: bool, **options: Any) -> None:
        """Change one person's role. Raises CommandError if nobody has the address, if nobody could give roles any more, or
        if a task or a department does not exist.
        """
        scope, department = _scope(role, withdraw, options), _department(role, withdraw, options)
        person = User.objects.filter(email=normalise_address(email)).first()
        if person is None:
            raise CommandError(f"Nobody has signed up as {email}.")
        change = roles.withdraw_role if withdraw else roles.grant_role
        try:
            with transaction.atomic(), recorded_together():
                change(person=person, role=role)
                if scope:
                    set_moderation_scope(moderator=person, **scope)
                if department:
                    assign_department(officer=person, department=department)
        except RuleViolation as violation:
            raise CommandError(str(violation)) from violation
        held = ", ".join(person.groups.order_by("name").values_list("name", flat=True))
        self.stdout.write(f"{person.email} now holds: {held or 'no role'}")
        if role == "officer" and not (withdraw or department or person.department_id):
            self.stdout.write("They answer for no department yet: say --department.")
        if role == "moderator" and not (withdraw or scope or person.moderation_scopes.exists()):
            self.stdout.write("Nothing is given to them yet: say --everywhere, --task or --department, or use /moderation/team/.")


def _scope(role: str, withdraw: bool, options: dict[str, Any]) -> dict[str, Any]:
    """What a moderator is given; empty if nothing is said about it. Raises CommandError."""
    if not (options["everywhere"] or options["task"] or options["department"]) or _is_for_officer(role, withdraw, options):
        return {}
    if role != "moderator" or withdraw:
        raise CommandError("--everywhere, --task and --department go with giving the role moderator.")
    return {
        "is_everywhere": options["everywhere"],
        "tasks": _found(Task, options["task"]),
        "departments": _found(Department, options["department"]),
    }


def _department(role: str, withdraw: bool, options: dict[str, Any]) -> Department | None:
    """In whose name an officer answers, if that is said. Raises CommandError."""
    return _found(Department, options["department"])[0] if _is_for_officer(role, withdraw, options) else None


def _is_for_officer(role: str, withdraw: bool, options: dict[str, Any]) -> bool:
    """Whether an officer is given one department, and nothing that is for moderators."""
    is_one = len(options["department"]) == 1 and not (options["everywhere"] or options["task"])
    return role == "officer" and is_one and not withdraw


def _found(model: type[Subject], slugs: list[str]) -> list[Subject]:
    found = list(model.objects.filter(slug__in=slugs))
    if missing := set(slugs) - {row.slug for row in found}:
        raise CommandError(f"There is no {model._meta.model_name} called {', '.join(sorted(missing))}.")
    return found
