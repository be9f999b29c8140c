"""Roles and who holds them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.roles import ADMINISTRATOR, EDITING, READING, ROLES, STAFF_ROLES, Role
from portal.core.audit_log import NewEvent, record_events
from portal.core.errors import RuleViolation


class UnknownPermission(LookupError):
    """A role names a permission that no model declares."""


class LastAdministrator(RuleViolation):
    """Nobody would be left who can give roles."""


@dataclass(frozen=True)
class Loaded:
    """What `load_roles` did."""

    names: tuple[str, ...]
    given: int
    taken: int


@transaction.atomic
def load_roles() -> Loaded:
    """Make the groups hold exactly what `portal.accounts.roles` says. Raises UnknownPermission and changes nothing."""
    given = taken = 0
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        wanted, held = _permissions(role), set(group.permissions.all())
        group.permissions.add(*(wanted - held))
        group.permissions.remove(*(held - wanted))
        given += len(wanted - held)
        taken += len(held - wanted)
    return Loaded(tuple(role.name for role in ROLES), given, taken)


@transaction.atomic
def set_roles(*, person: User, roles: Iterable[str], by: User | None = None, network: str = "command") -> User:
    """Give a person exactly these roles. Whoever holds a staff role may enter the admin, nobody else.

    `by` goes on record with the network they came from; without one it was the command line. Raises LastAdministrator.
    """
    person = _lock_person(person)
    groups = Group.objects.filter(name__in=set(roles))
    held, wanted = _roles_of(person), {group.name for group in groups}
    if ADMINISTRATOR in held - wanted:
        _check_another_administrator(person)
    person.groups.set(groups)
    if "moderator" not in wanted:
        # Whoever is appointed again one day begins with nothing.
        person.moderation_scopes.all().delete()
    person.is_staff = person.is_superuser or bool(wanted & STAFF_ROLES)
    person.save(update_fields=["is_staff"])
    changes = (("role.withdrawn", held - wanted), ("role.granted", wanted - held))
    record_events(
        NewEvent(action=action, actor=by, subject=f"person:{person.pk}", details={"role": role, "network": network})
        for action, names in changes
        for role in sorted(names)
    )
    return person


@transaction.atomic
def grant_role(*, person: User, role: str, by: User | None = None, network: str = "command") -> User:
    """Add one role to those the person holds."""
    person = _lock_person(person)
    return set_roles(person=person, roles={*_roles_of(person), role}, by=by, network=network)


@transaction.atomic
def withdraw_role(*, person: User, role: str, by: User | None = None, network: str = "command") -> User:
    """Take one role; it is gone at the person's very next request, since permissions are read anew for each.

    Raises LastAdministrator.
    """
    person = _lock_person(person)
    return set_roles(person=person, roles=_roles_of(person) - {role}, by=by, network=network)


def _lock_person(person: User) -> User:
    """The person, held before their roles are read: else a role taken at the same moment would come back."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _check_another_administrator(person: User) -> None:
    """Whoever takes this role waits for the others who do: two administrators taking each other's would leave none."""
    administrators = Group.objects.select_for_update(no_key=True).get(name=ADMINISTRATOR)
    if not User.objects.active().filter(groups=administrators).exclude(pk=person.pk).exists():
        raise LastAdministrator(
            _("%(nickname)s is the only administrator left. Please make somebody else an administrator first.")
            % {"nickname": person.nickname}
        )


def _roles_of(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def _permissions(role: Role) -> set[Permission]:
    named = {_named(name) for name in role.permissions}
    for packages, actions in ((role.edits, EDITING), (role.reads, READING)):
        for package in packages:
            named |= _of_package(package, actions)
    return named


def _named(name: str) -> Permission:
    package, _dot, codename = name.partition(".")
    try:
        return Permission.objects.get(content_type__app_label=package, codename=codename)
    except Permission.DoesNotExist as missing:
        raise UnknownPermission(name) from missing


def _of_package(package: str, actions: tuple[str, ...]) -> set[Permission]:
    found = Permission.objects.filter(content_type__app_label=package)
    chosen = {permission for permission in found if permission.codename.partition("_")[0] in actions}
    if not chosen:
        raise UnknownPermission(f"{package}.*")
    return chosen
