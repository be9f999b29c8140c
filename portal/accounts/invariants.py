"""What must hold of accounts: names, roles, addresses."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.accounts.nicknames import nickname_skeleton
from portal.accounts.roles import STAFF_ROLES
from portal.core.invariants import Breach, Invariant


def names_in_disguise(now: datetime) -> Iterator[Breach]:
    """Accounts whose name may look like somebody else's, since it is kept under another look than its own."""
    for key, nickname, skeleton in User.objects.order_by("pk").values_list("pk", "nickname", "nickname_skeleton").iterator():
        if skeleton != nickname_skeleton(nickname):
            yield Breach("accounts_user", str(key), skeleton, nickname_skeleton(nickname))


def staff_roles() -> dict[str, Any]:
    """Who enters the admin."""
    return {"staff_roles": sorted(STAFF_ROLES)}


INVARIANTS = (
    Invariant(
        name="accounts.nicknames",
        sentence="A nickname is kept under what it looks like, so that no two look alike.",
        table="accounts_user",
        find=names_in_disguise,
    ),
    Invariant(
        name="accounts.staff",
        sentence="Whoever holds a staff role enters the admin, and nobody else.",
        table="accounts_user",
        sql="""
            SELECT person.id, is_staff, NOT is_staff FROM accounts_user AS person
            WHERE is_staff <> (is_superuser OR EXISTS (
                SELECT FROM accounts_user_groups AS held JOIN auth_group AS role ON role.id = group_id
                WHERE held.user_id = person.id AND role.name = ANY(%(staff_roles)s)
            ))
        """,
        values=staff_roles,
    ),
    Invariant(
        name="accounts.scopes",
        sentence="Only moderators were given tasks to moderate.",
        table="accounts_moderationscope",
        sql="""
            SELECT scope.id, 'person ' || moderator_id, 'a moderator' FROM accounts_moderationscope AS scope
            WHERE NOT EXISTS (
                SELECT FROM accounts_user_groups AS held JOIN auth_group AS role ON role.id = group_id
                WHERE held.user_id = moderator_id AND role.name = 'moderator'
            )
        """,
    ),
    Invariant(
        name="accounts.addresses",
        sentence="The address that signs an account in is the address of the account.",
        table="account_emailaddress",
        sql="""
            SELECT address.id, address.email, person.email FROM account_emailaddress AS address
            JOIN accounts_user AS person ON person.id = user_id WHERE "primary" AND address.email <> person.email
        """,
    ),
)
