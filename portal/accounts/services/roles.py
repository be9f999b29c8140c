"""Roles and who holds them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.roles import EDITING, READING, ROLES, STAFF_ROLES, Role


class UnknownPermission(LookupError):
    """A role names a permission that no model declares."""


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
def set_roles(*, person: User, roles: Iterable[str]) -> User:
    """Give a person exactly these roles. Whoever holds a staff role may enter the admin, nobody else."""
    person = _locked(person)
    wanted = set(roles)
    person.groups.set(Group.objects.filter(name__in=wanted))
    person.is_staff = person.is_superuser or bool(wanted & STAFF_ROLES)
    person.save(update_fields=["is_staff"])
    return person


@transaction.atomic
def grant_role(*, person: User, role: str) -> User:
    """Add one role to those the person holds."""
    person = _locked(person)
    return set_roles(person=person, roles={*_held(person), role})


@transaction.atomic
def withdraw_role(*, person: User, role: str) -> User:
    """Take one role; it is gone at the person's very next request, since permissions are read anew for each."""
    person = _locked(person)
    return set_roles(person=person, roles=_held(person) - {role})


def _locked(person: User) -> User:
    """The person, held before their roles are read: else a role taken at the same moment would come back."""
    return User.objects.select_for_update().get(pk=person.pk)


def _held(person: User) -> set[str]:
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
