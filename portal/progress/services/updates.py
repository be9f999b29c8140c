"""What departments report: written, looked at, published, withdrawn."""

from collections.abc import Collection, Sequence
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.files.attachments import ReceivedFile
from portal.core.people import Person
from portal.core.text.cleaning import clean_line, clean_text
from portal.plan.models import Task
from portal.plan.services.changes import Action, Kind, note
from portal.plan.services.editing import check_editor, lock_task, needed, reason_of
from portal.plan.services.refusals import ChangedMeanwhile
from portal.progress.models import TaskUpdate, UpdateFile
from portal.progress.models.updates import LONGEST_BODY, LONGEST_TITLE
from portal.progress.services.refusals import NotADraft, NotPublished, TooManyFiles

MOST_FILES = 3
State = TaskUpdate.State


@transaction.atomic
def draft(
    *,
    task: Task,
    officer: Person,
    title_ko: str,
    body_ko: str,
    title_en: str = "",
    body_en: str = "",
    files: Sequence[ReceivedFile] = (),
) -> TaskUpdate:
    """Write an update that nobody but officers can see yet. Raises NotAnEditor, UnusableText or TooManyFiles."""
    check_editor(officer, task)
    update = TaskUpdate(task=task, author=officer, department_id=officer.department_id, created_at=timezone.now())
    _set_words(update, title_ko, title_en, body_ko, body_en)
    update.save()
    _add_files(update, files)
    return update


@transaction.atomic
def revise(
    *,
    update: TaskUpdate,
    officer: Person,
    title_ko: str,
    body_ko: str,
    title_en: str = "",
    body_en: str = "",
    files: Sequence[ReceivedFile] = (),
    removed: Collection[int] = (),
    seen: str = "",
) -> TaskUpdate:
    """Change a draft.

    `removed` are keys of its files; `seen` is the `fingerprint` of what was changed, "" if nothing was looked at. Raises
    NotAnEditor, UnusableText, TooManyFiles, NotADraft or ChangedMeanwhile.
    """
    check_editor(officer, update.task)
    update = _lock_update(update)
    _check_draft(update)
    if seen and seen != fingerprint(update):
        raise ChangedMeanwhile(
            _("A colleague has changed this draft in the meantime. What you wrote is still here; the saved version is below.")
        )
    _set_words(update, title_ko, title_en, body_ko, body_en)
    update.save(update_fields=["title_ko", "title_en", "body_ko", "body_en"])
    update.files.filter(pk__in=removed).delete()
    _add_files(update, files)
    return update


@transaction.atomic
def discard(*, update: TaskUpdate, officer: Person) -> None:
    """Throw a draft away. Raises NotAnEditor or NotADraft."""
    check_editor(officer, update.task)
    update = _lock_update(update)
    _check_draft(update)
    update.delete()


@transaction.atomic
def publish(*, update: TaskUpdate, officer: Person, seen: str = "") -> TaskUpdate:
    """Let everybody read a draft; publishing twice does nothing. Followers read it in their next daily message.

    It speaks for the department of whoever publishes it. `seen` is the `fingerprint` of what they looked at, "" if they looked
    at nothing. Raises NotAnEditor, NotADraft or ChangedMeanwhile.
    """
    check_editor(officer, update.task)
    task = lock_task(update.task)
    update = _lock_update(update)
    if update.state == State.PUBLISHED:
        return update
    _check_draft(update)
    if seen and seen != fingerprint(update):
        raise ChangedMeanwhile(_("Somebody changed this draft after you had viewed it. Please check it once more."))
    update.state, update.published_at, update.department_id = State.PUBLISHED, timezone.now(), officer.department_id
    update.save(update_fields=["state", "published_at", "department"])
    note(task=task, kind=Kind.UPDATE, action=Action.PUBLISHED, by=officer, row=update.pk, about=_about(update))
    return update


@transaction.atomic
def withdraw(*, update: TaskUpdate, officer: Person, reason_ko: str, reason_en: str = "") -> TaskUpdate:
    """Take a published update back; that it was there and why it went stays in the history.

    Raises NotAnEditor, UnusableText, ReasonMissing or NotPublished.
    """
    check_editor(officer, update.task)
    reason = reason_of(reason_ko, reason_en)
    needed(reason, _("Please give the reason for withdrawing the update. It will be public."))
    task = lock_task(update.task)
    update = _lock_update(update)
    if update.state != State.PUBLISHED:
        raise NotPublished(_("This update is not published, so it cannot be withdrawn."))
    update.state, update.withdrawn_at = State.WITHDRAWN, timezone.now()
    update.withdrawal_reason_ko, update.withdrawal_reason_en = reason
    update.save(update_fields=["state", "withdrawn_at", "withdrawal_reason_ko", "withdrawal_reason_en"])
    note(task=task, kind=Kind.UPDATE, action=Action.WITHDRAWN, by=officer, row=update.pk, about=_about(update), reason=reason)
    return update


def fingerprint(update: TaskUpdate) -> str:
    """Stands for the words and files of a draft: another one as soon as any of them changes. One query."""
    words = [update.title_ko, update.title_en, update.body_ko, update.body_en]
    files = [str(key) for key in update.files.order_by("pk").values_list("pk", flat=True)]
    return sha256("\0".join(each or "" for each in [*words, *files]).encode()).hexdigest()


def _lock_update(update: TaskUpdate) -> TaskUpdate:
    return TaskUpdate.objects.select_for_update(of=("self",)).select_related("task").get(pk=update.pk)


def _check_draft(update: TaskUpdate) -> None:
    if update.state != State.DRAFT:
        raise NotADraft(_("This update was already published and cannot be edited; you can withdraw it and write another one."))


def _set_words(update: TaskUpdate, title_ko: str, title_en: str, body_ko: str, body_en: str) -> None:
    update.title_ko = clean_line(title_ko, max_length=LONGEST_TITLE)
    update.title_en = clean_line(title_en, max_length=LONGEST_TITLE, min_length=0)
    update.body_ko = clean_text(body_ko, max_length=LONGEST_BODY)
    update.body_en = clean_text(body_en, max_length=LONGEST_BODY, min_length=0)


def _add_files(update: TaskUpdate, files: Sequence[ReceivedFile]) -> None:
    if update.files.count() + len(files) > MOST_FILES:
        raise TooManyFiles(_("Please choose at most three files."))
    for file in files:
        UpdateFile.objects.create(
            update=update, name=file.name, content_type=file.content_type, content=file.content, size=len(file.content)
        )


def _about(update: TaskUpdate) -> tuple[str, str]:
    return update.title_ko or "", update.title_en or ""
