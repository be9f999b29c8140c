"""Accounts: making one, changing one, sending its codes."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Consent, User
from portal.accounts.nicknames import (
    HARMLESS_WORDS,
    LONGEST,
    OFFICIAL_NAMES,
    OFFICIAL_WORDS,
    SHORTEST,
    clean_nickname,
    imitates,
    is_well_formed,
    nickname_skeleton,
)
from portal.core import rate_limits
from portal.core.errors import InvalidInput, RuleViolation
from portal.core.text.links import normalise_address
from portal.notifications.models import Notification
from portal.notifications.services import notify
from portal.plan.models import Department, Task

# Enough for second thoughts, too few for playing somebody else in every thread.
RENAMES_PER_DAY = 5
# Letters of a skeleton. A department's name as long as this is not part of a word by chance (미래전략과); a shorter one may be
# (교통과).
TELLING = 10


class UnusableNickname(InvalidInput):
    """The nickname breaks a rule, or is taken by one that looks like it."""


class AddressTaken(RuleViolation):
    """The address belongs to another account."""


def send_code(*, kind: str, address: str, code: str, language: str) -> Notification:
    """Mail a one-time code. The row names no account, so a known and an unknown address take the same steps."""
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    return notify(kind=kind, address=address, language=language, context={"code": code, "minutes": minutes})


def code_still_works(notification: Notification) -> bool:
    """Whether a code that waited for the mail server can still be typed when it arrives."""
    return timezone.now() < notification.created_at + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


@transaction.atomic
def create_account(*, email: str, nickname: str, language: str, consents: dict[str, str]) -> User:
    """Open an account for an address that its owner has just proved to hold.

    `consents` maps each purpose agreed to onto the version of its text. Raises UnusableNickname and AddressTaken.
    """
    email, nickname = normalise_address(email), usable_nickname(nickname)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, nickname, language=language)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    except IntegrityError as conflict:
        raise _explained(conflict) from conflict
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(user=user, purpose=purpose, version=version, given_at=now) for purpose, version in consents.items()
    )
    return user


@transaction.atomic
def change_settings(*, user: User, nickname: str, language: str) -> User:
    """Change how a person is called and in which language mails come. Raises UnusableNickname and TooManyRequests."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    nickname = usable_nickname(nickname, owner=user)
    if nickname != user.nickname:
        rate_limits.spend(key=f"rename:{user.pk}", limit=RENAMES_PER_DAY, per=timedelta(days=1))
        user.rename(nickname)
    user.language = language
    try:
        with transaction.atomic():
            user.save(update_fields=["nickname", "nickname_skeleton", "language"])
    except IntegrityError as conflict:
        raise _explained(conflict) from conflict
    return user


def usable_nickname(raw: str, *, owner: User | None = None) -> str:
    """The nickname as it would be kept. Raises UnusableNickname with the reason; staff names are staff's own."""
    nickname = clean_nickname(raw)
    if not SHORTEST <= len(nickname) <= LONGEST or not is_well_formed(nickname):
        raise UnusableNickname(
            _("A nickname has %(shortest)d to %(longest)d letters or digits. Spaces and - _ . · ' may stand between them.")
            % {"shortest": SHORTEST, "longest": LONGEST}
        )
    if owner and nickname == owner.nickname:
        return nickname
    if _imitates_an_official(nickname):
        raise UnusableNickname(_("This nickname looks like a name of the city or its staff. Please choose another one."))
    if _is_taken(nickname, owner):
        raise _taken()
    return nickname


def _is_taken(nickname: str, owner: User | None) -> bool:
    namesakes = User.objects.called(nickname)
    return (namesakes.exclude(pk=owner.pk) if owner else namesakes).exists()


def _imitates_an_official(nickname: str) -> bool:
    departments = _department_names()
    telling = [name for name in departments if len(nickname_skeleton(name)) >= TELLING]
    return imitates(
        nickname,
        words=[*settings.RESERVED_NICKNAMES, *OFFICIAL_WORDS, *telling],
        names=[*OFFICIAL_NAMES, *departments],
        harmless=HARMLESS_WORDS,
    )


def _department_names() -> set[str]:
    """What the city's departments are called in both languages, also those that only a task names."""
    named = Department.objects.values_list("name_ko", "name_en")
    of_tasks = Task.objects.values_list("department_ko", "department_en")
    return {name for names in [*named, *of_tasks] for name in names if name}


def _explained(conflict: IntegrityError) -> RuleViolation:
    return _taken() if "nickname" in str(conflict) else AddressTaken(_("This address already has an account. Please sign in."))


def _taken() -> UnusableNickname:
    return UnusableNickname(_("Somebody already uses this nickname or one that looks like it. Please choose another one."))
