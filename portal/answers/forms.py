"""The forms of the officers' desk."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.answers.models import Commitment, Outcome
from portal.answers.models.commitments import LONGEST_SENTENCE
from portal.answers.models.desk import LONGEST_BODY, LONGEST_TITLE
from portal.answers.models.requests import LONGEST_REASON
from portal.answers.services import Promise
from portal.core.text.cleaning import CitizenLineField, CitizenTextField
from portal.core.text.days import DayField
from portal.discussion.services import LONGEST_COMMENT
from portal.plan.models import Department, Task
from portal.progress.models import Milestone

MOST_PROMISES = 3


class HandOverForm(forms.Form):
    """To which department, and what it should know."""

    note = CitizenTextField(
        label=_("Why is it transferred?"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_note_public = forms.BooleanField(label=_("Make this note public. Otherwise only officers can read it."), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, leaving: Department | None) -> None:
        super().__init__(data)
        others = Department.objects.exclude(pk=leaving.pk) if leaving else Department.objects.all()
        self.departments = {department.slug: department for department in others.order_by("name", "pk")}
        choices = [("", "—"), *((slug, department.name) for slug, department in self.departments.items())]
        self.fields["department"] = forms.ChoiceField(label=_("Department responsible for the answer"), choices=choices)
        self.order_fields(["department"])

    def clean_department(self) -> Department:
        return self.departments[self.cleaned_data["department"]]


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = CitizenTextField(
        label=_("Internal note"),
        help_text=_("Only officers of your department can read this, and the department to which the request is transferred."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """The answer, what is made of the comment, and why. Its key makes the same form sent twice one answer."""

    outcome = forms.ChoiceField(
        label=_("Is the comment accepted?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whether the comment is accepted.")},
    )
    reason = CitizenTextField(
        label=_("Reason (one or two sentences)"),
        help_text=_("Shown beside the outcome in the list of answers."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = CitizenTextField(
        label=_("The answer"),
        help_text=_("Up to 2,000 characters. It appears in the discussion as the official answer of your department."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def _milestone_field(milestones: QuerySet[Milestone]) -> "forms.ModelChoiceField[Milestone]":
    return forms.ModelChoiceField(label=_("Related milestone"), queryset=milestones, required=False)


class PromiseForm(forms.Form):
    """One commitment; left empty it is none."""

    sentence_ko = CitizenLineField(
        label=_("Commitment in Korean"), max_length=LONGEST_SENTENCE, help_text=_("What, in one sentence.")
    )
    sentence_en = CitizenLineField(label=_("Commitment in English"), max_length=LONGEST_SENTENCE, required=False)
    due_on = DayField(label=_("Due date"))
    milestone = _milestone_field(Milestone.objects.none())

    def __init__(self, *arguments: Any, task: Task, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["milestone"] = _milestone_field(task.milestones.by_date())


class PromiseForms(forms.BaseFormSet):
    """Up to three commitments. Each may be left empty, also one that held something when the form was shown."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    def promises(self) -> list[Promise]:
        """Those that were filled in."""
        return [Promise(**form.cleaned_data) for form in self.forms if form.has_changed()]


def promise_forms(
    task: Task, typed: Mapping[str, Any] | None = None, *, initial: Sequence[dict[str, str]] | None = None
) -> PromiseForms:
    """The forms for what is promised about a task."""
    many = forms.formset_factory(
        PromiseForm, formset=PromiseForms, extra=MOST_PROMISES, max_num=MOST_PROMISES, absolute_max=MOST_PROMISES
    )
    # The factory says less of its classes than they are.
    return cast("PromiseForms", many(typed, form_kwargs={"task": task}, initial=initial))


class DecideForm(forms.Form):
    """Whether a commitment was kept, and how everybody can see it, or why not."""

    state = forms.ChoiceField(
        label=_("Was it kept?"),
        choices=[(Commitment.State.KEPT, pgettext_lazy("commitment", "Kept")),
                 (Commitment.State.NOT_KEPT, pgettext_lazy("commitment", "Not kept"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = CitizenTextField(
        label=_("Reason"),
        help_text=_("This is public: where one can see that it was kept, or why it was not and what happens now."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TemplateForm(forms.Form):
    """A text that the department uses again and again."""

    title = CitizenLineField(label=pgettext_lazy("answer template", "Title"), max_length=LONGEST_TITLE)
    body = CitizenTextField(
        label=pgettext_lazy("answer template", "Text"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 10})
    )
