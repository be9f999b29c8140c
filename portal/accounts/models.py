from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.accounts.districts import OUTSIDE
from portal.accounts.nicknames import LONGEST, nickname_skeleton
from portal.accounts.roles import ADMINISTRATOR, ROLE_NAMES
from portal.core.text.links import normalise_address
from portal.plan.models import Department, Task

OLDEST_BIRTH_YEAR, LATEST_BIRTH_YEAR = 1890, 2100


class Language(models.TextChoices):
    KOREAN = "ko", "한국어"
    ENGLISH = "en", "English"


class IdentityVerification(models.Model):
    """Proof that a person is one real resident. Of the person it keeps a keyed hash, birth year and district, no name."""

    person_key = models.CharField(_("person key"), primary_key=True, max_length=64)
    birth_year = models.PositiveSmallIntegerField(_("birth year"))
    district = models.SlugField(_("district"), db_index=False)
    provider = models.SlugField(_("verified by"), db_index=False)
    verified_at = models.DateTimeField(_("verified at"))
    # A suspension is of the person: a new account does not end it.
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True)

    class Meta:
        verbose_name = _("identity verification")
        verbose_name_plural = _("identity verifications")
        constraints = [
            models.CheckConstraint(
                condition=Q(person_key__regex=r"^[0-9a-f]{64}$"),
                name="person_key_is_a_keyed_hash",
            ),
            models.CheckConstraint(
                condition=Q(birth_year__range=(OLDEST_BIRTH_YEAR, LATEST_BIRTH_YEAR)),
                name="birth_year_is_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.person_key[:8]}"


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def called(self, nickname: str) -> Self:
        """Whoever has this nickname, or one that looks like it."""
        return self.filter(nickname_skeleton=nickname_skeleton(nickname))


class UserManager(BaseUserManager["User"]):
    """What Django's own commands call. The portal makes accounts through `services.create_account`."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def called(self, nickname: str) -> UserQuerySet:
        """Whoever has this nickname, or one that looks like it."""
        return self.get_queryset().called(nickname)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email=normalise_address(email or ""))

    def create_user(self, email: str, nickname: str, **fields: object) -> User:
        """Add an account that can sign in by e-mail code only: a password given to it is not kept."""
        fields.pop("password", None)
        user = self.model(
            email=normalise_address(email),
            nickname=nickname,
            nickname_skeleton=nickname_skeleton(nickname),
            **fields,
        )
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, nickname: str, **fields: object) -> User:
        return self.create_user(email, nickname, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """Anybody who signs in. There is no password: a code goes to the e-mail address each time."""

    email = models.EmailField(_("e-mail address"), unique=True)
    nickname = models.CharField(_("nickname"), max_length=LONGEST)
    # Six letters for each of the longest nickname's syllables, and some to spare.
    nickname_skeleton = models.CharField(max_length=160, unique=True, editable=False)
    language = models.CharField(
        _("language of mails"),
        max_length=2,
        choices=Language.choices,
        default=Language.KOREAN,
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("holds a staff role"), default=False)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True, editable=False)
    department = models.ForeignKey(
        Department,
        verbose_name=_("answers for"),
        related_name="officers",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    identity = models.OneToOneField(
        IdentityVerification,
        verbose_name=_("identity"),
        related_name="user",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nickname"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = [("assign_roles", _("Can give and take roles"))]
        constraints = [
            models.CheckConstraint(condition=~Q(email__regex=r"[A-Z\s]"), name="email_is_normalised"),
            models.CheckConstraint(condition=~Q(nickname=""), name="nickname_is_given"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="language_is_known"),
        ]

    def __str__(self) -> str:
        return self.nickname

    def rename(self, nickname: str) -> None:
        """Set the nickname and what it looks like, which belong together. Does not save."""
        self.nickname, self.nickname_skeleton = nickname, nickname_skeleton(nickname)

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Ask the backends for superusers too: Django's shortcut would let them pass without their second factor."""
        return any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_module_perms(self, app_label: str) -> bool:
        """The same for all permissions of a package."""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions())

    def get_short_name(self) -> str:
        """How Django's admin greets a person."""
        return self.nickname

    @property
    def is_verified(self) -> bool:
        return self.identity_id is not None

    @property
    def is_resident(self) -> bool:
        """Whether it is verified that the person lives in the city."""
        return self.identity is not None and self.identity.district != OUTSIDE

    @property
    def person_key(self) -> str | None:
        """The keyed hash that stands for the person behind the account; None before identity verification."""
        return self.identity_id

    @property
    def display_name(self) -> str:
        return self.nickname

    @cached_property
    def acting_role(self) -> str:
        """The role that the audit log notes beside what the person did: the weightiest one held. Asks once per object."""
        held = set(self.groups.values_list("name", flat=True))
        if self.is_superuser or ADMINISTRATOR in held:
            return ADMINISTRATOR
        return next((name for name in ROLE_NAMES if name in held), "citizen")

    def is_suspended(self, now: datetime) -> bool:
        """Whether the person may read, withdraw and appeal only."""
        return self.suspended_until is not None and now < self.suspended_until

    @cached_property
    def moderated_tasks(self) -> frozenset[int] | None:
        """Keys of the tasks that were given to this moderator, by themselves or with a department; None means all.

        Asks once per object, which lives for one request. Whether somebody is a moderator at all is a permission.
        """
        if self.has_perm("moderation.everywhere"):
            return None
        # Tasks translate a field `department` too, so the name of the scope's department needs a word of its own.
        of_department = ArraySubquery(Task.objects.filter(department_ko=OuterRef("called")).values("pk"))
        named = self.moderation_scopes.annotate(called=F("department__name_ko"))
        scopes = list(named.values_list("task", "department", of_department))
        if any(task is None and department is None for task, department, _tasks in scopes):
            return None
        return frozenset(key for task, _department, tasks in scopes for key in ([task] if task else tasks))

    def moderates(self, task_id: int) -> bool:
        """Whether decisions about this task's comments were given to the person."""
        if not self.has_perm("moderation.decide"):
            return False
        return self.moderated_tasks is None or task_id in self.moderated_tasks


class ModerationScope(models.Model):
    """What a moderator acts in: one task, the tasks of one department, or, with neither, everything."""

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moderator"),
        related_name="moderation_scopes",
        on_delete=models.PROTECT,
    )
    task = models.ForeignKey(Task, verbose_name=_("task"), related_name="+", null=True, blank=True, on_delete=models.PROTECT)
    department = models.ForeignKey(
        Department, verbose_name=_("department"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        verbose_name = _("moderation scope")
        verbose_name_plural = _("moderation scopes")
        constraints = [
            models.UniqueConstraint(
                fields=["moderator", "task", "department"], nulls_distinct=False, name="one_scope_row_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(task__isnull=True) | Q(department__isnull=True), name="scope_is_a_task_or_a_department"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moderator_id}: {self.task_id or self.department_id or '*'}"


class Consent(models.Model):
    """What a person agreed to, in which version of its text, and when."""

    class Purpose(models.TextChoices):
        TERMS = "terms", _("terms of use")
        PRIVACY = "privacy", _("collection and use of personal data")
        AGE = "age", _("fourteen years or older")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        related_name="consents",
        on_delete=models.PROTECT,
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    version = models.CharField(_("version"), max_length=20)
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["user", "purpose", "version"], name="one_consent_per_version"),
            models.CheckConstraint(
                condition=Q(purpose__in=["terms", "privacy", "age"]),
                name="consent_purpose_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"
