"""The texts that a department uses again and again."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.answers.models import AnswerTemplate
from portal.answers.models.desk import LONGEST_BODY, LONGEST_TITLE
from portal.answers.services.refusals import NotYourDepartment, TitleTaken
from portal.core.text.cleaning import clean_line, clean_text
from portal.discussion.services import check_officer


def write_template(*, officer: User, title: str, body: str, template: AnswerTemplate | None = None) -> AnswerTemplate:
    """Make or change a template of the officer's department.

    Raises UnusableText, NotAnOfficer, NotYourDepartment or TitleTaken.
    """
    _check(template, officer)
    template = template or AnswerTemplate(department=officer.department)
    template.title = clean_line(title, max_length=LONGEST_TITLE)
    template.body = clean_text(body, max_length=LONGEST_BODY)
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise TitleTaken(_("Your department has a text with this title already. Please choose another title.")) from error
    return template


def delete_template(*, officer: User, template: AnswerTemplate) -> None:
    """Delete a template. Raises NotAnOfficer or NotYourDepartment."""
    _check(template, officer)
    template.delete()


def _check(template: AnswerTemplate | None, officer: User) -> None:
    check_officer(officer)
    if template and template.department_id != officer.department_id:
        raise NotYourDepartment(_("This text belongs to another department."))
