"""The forms in which officers say how far a task is."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.core.files.attachments import ReceivedFile, UnusableFile, read_file
from portal.core.text.cleaning import CitizenLineField, CitizenTextField
from portal.core.text.days import DayField
from portal.plan.models import Source, Status, Task
from portal.plan.models.tasks import LONGEST_REASON
from portal.progress.models import DecisionWindow, Milestone, TaskUpdate
from portal.progress.models.updates import LONGEST_BODY, LONGEST_TITLE
from portal.progress.models.windows import LONGEST_ANSWER, LONGEST_DECIDER, LONGEST_QUESTION
from portal.progress.services.milestones import LONGEST_TITLE as LONGEST_MILESTONE
from portal.progress.services.updates import MOST_FILES, fingerprint

ACCEPTED = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
READ_BY_EVERYBODY = _("It is public, on the task's page and in its history.")


class _Reason(forms.Form):
    """Why, in Korean, and if possible in English."""

    reason_ko = CitizenLineField(label=_("Reason (Korean)"), max_length=LONGEST_REASON, required=False)
    reason_en = CitizenLineField(label=_("Reason (English)"), max_length=LONGEST_REASON, required=False)


class _Seen(forms.Form):
    """Carries which version is changed, so that nothing is written over that nobody saw."""

    # What is looked at again was sent.
    data: QueryDict
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def look_again(self, version: str) -> None:
        """What stands now is shown beside this form: from here on it counts as seen."""
        self.data = self.data.copy()
        self.data["seen"] = version


class StatusForm(_Reason):
    """How far the task is."""

    field_order = ["status", "reason_ko", "reason_en"]

    status = forms.ChoiceField(
        label=_("What is the status of the task?"),
        choices=Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of these.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = _("Needed if the task is delayed, on hold or stopped, or falls back.")
        self.fields["reason_ko"].help_text = f"{words} {READ_BY_EVERYBODY}"

    @classmethod
    def of(cls, task: Task) -> "StatusForm":
        """The form with what is stated now. A reason is asked for anew each time: an old one never explains a new status."""
        return cls(initial={"status": task.status})


class SourceField(forms.ModelChoiceField):
    """Where it was published; without it, the statement is marked as to be confirmed."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Source.objects.order_by("-published_year", "key"),
            label=_("Source"),
            empty_label=_("No published source"),
            required=False,
        )


class MilestoneForm(forms.Form):
    """One more milestone. Its day is what was first planned, for good."""

    title_ko = CitizenLineField(label=_("What is to be reached (Korean)"), max_length=LONGEST_MILESTONE)
    title_en = CitizenLineField(label=_("What is to be reached (English)"), max_length=LONGEST_MILESTONE, required=False)
    planned_on = DayField(label=_("Planned for"))
    source = SourceField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["planned_on"].help_text = _("It stays on the page as the day first planned, even if the plan changes.")


class MilestoneChangeForm(MilestoneForm, _Reason, _Seen):
    """The milestone as it is planned by now, and the day on which it was reached."""

    field_order = ["title_ko", "title_en", "planned_on", "reason_ko", "reason_en", "actual_on", "source"]

    actual_on = DayField(label=_("Reached on"), required=False, help_text=_("Leave it empty until it is reached."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = _("Needed if it moves to a later date, or was not reached after all.")
        self.fields["planned_on"].label = _("Currently planned for")
        self.fields["planned_on"].help_text = _("The day first planned stays beside it.")
        self.fields["reason_ko"].help_text = f"{words} {READ_BY_EVERYBODY}"

    @classmethod
    def of(cls, milestone: Milestone) -> "MilestoneChangeForm":
        """The form with what is stated now; a reason is asked for anew each time."""
        names = ("title_ko", "title_en", "planned_on", "actual_on", "source")
        return cls(initial={name: getattr(milestone, name) for name in names} | {"seen": milestone.version})


class RemovalForm(_Reason):
    """Why something is taken away."""

    reason_ko = CitizenLineField(label=_("Reason (Korean)"), help_text=READ_BY_EVERYBODY, max_length=LONGEST_REASON)


class WindowForm(_Seen):
    """What the city asks before it decides."""

    question_ko = CitizenLineField(label=_("Question (Korean)"), max_length=LONGEST_QUESTION)
    question_en = CitizenLineField(label=_("Question (English)"), max_length=LONGEST_QUESTION, required=False)
    still_open_ko = CitizenLineField(label=_("What can still be changed (Korean)"), max_length=LONGEST_ANSWER)
    still_open_en = CitizenLineField(label=_("What can still be changed (English)"), max_length=LONGEST_ANSWER, required=False)
    fixed_ko = CitizenLineField(label=_("What is fixed, and why (Korean)"), max_length=LONGEST_ANSWER, required=False)
    fixed_en = CitizenLineField(label=_("What is fixed, and why (English)"), max_length=LONGEST_ANSWER, required=False)
    decider_ko = CitizenLineField(label=_("Who decides (Korean)"), max_length=LONGEST_DECIDER)
    decider_en = CitizenLineField(label=_("Who decides (English)"), max_length=LONGEST_DECIDER, required=False)
    closes_on = DayField(label=_("Comments count until"), help_text=_("The last day on which a comment counts for the decision."))
    decides_on = DayField(label=_("Outcome due by"))

    @classmethod
    def of(cls, window: DecisionWindow) -> "WindowForm":
        """The form with what is asked now."""
        names = [name for name in cls.base_fields if name != "seen"]
        return cls(initial={name: getattr(window, name) for name in names} | {"seen": window.version})


class OutcomeForm(_Seen):
    """What came of what was asked."""

    outcome_ko = CitizenLineField(label=_("What came of it (Korean)"), help_text=READ_BY_EVERYBODY, max_length=LONGEST_ANSWER)
    outcome_en = CitizenLineField(label=_("What came of it (English)"), max_length=LONGEST_ANSWER, required=False)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class AttachmentField(forms.FileField):
    """Some files, each recognised by its content."""

    widget = SeveralFilesInput

    def clean(self, data: object, initial: object = None) -> list[ReceivedFile]:
        """The files as they are kept; none if one of them is unusable."""
        uploads = [upload for upload in (data if isinstance(data, list) else [data]) if upload]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("Please choose at most three files."))
        try:
            return [read_file(upload, nameless="attachment") for upload in uploads]
        except UnusableFile as violation:
            raise forms.ValidationError(str(violation)) from violation


class UpdateForm(_Seen):
    """What is reported about a task."""

    title_ko = CitizenLineField(label=_("Title (Korean)"), max_length=LONGEST_TITLE)
    body_ko = CitizenTextField(label=_("Text (Korean)"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 10}))
    title_en = CitizenLineField(label=_("Title (English)"), max_length=LONGEST_TITLE, required=False)
    body_en = CitizenTextField(
        label=_("Text (English)"), max_length=LONGEST_BODY, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    # The form's own `files`, what was uploaded, is of the instance: Django takes its fields out of the class.
    files = AttachmentField(  # type: ignore[assignment]
        label=_("Files"),
        help_text=_("Up to three files of at most 5 MB each: PDF, PNG or JPEG."),
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *arguments: Any, update: TaskUpdate | None = None, **options: Any) -> None:
        if update is not None:
            names = ("title_ko", "body_ko", "title_en", "body_en")
            options.setdefault("initial", {name: getattr(update, name) for name in names} | {"seen": fingerprint(update)})
        super().__init__(*arguments, **options)
        kept = [(str(file.pk), file.name) for file in update.files.defer("content").order_by("pk")] if update else []
        if kept:
            self.fields["removed"] = forms.MultipleChoiceField(
                label=_("Files to remove"), required=False, widget=forms.CheckboxSelectMultiple, choices=kept
            )
        if update is None:
            del self.fields["seen"]

    def words(self) -> dict[str, Any]:
        """What the services take."""
        given = dict(self.cleaned_data)
        if "removed" in given:
            given["removed"] = [int(key) for key in given["removed"]]
        return given
