"""The organisers' forms: a forum, its parts, another date for a copy of it."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.core.errors import RuleViolation
from portal.core.text.cleaning import CitizenLineField
from portal.core.text.days import MomentField
from portal.forum_desk.editing.fields import EDITABLE_FIELDS
from portal.forum_desk.editing.meeting_links import UnusableMeetingLink, check_meeting_url
from portal.forum_desk.editing.times import times_out_of_order
from portal.forum_desk.services.organising import LARGEST_CAPACITY
from portal.forums.models import LARGEST_PARTY, RESERVED_SLUGS, TIMES, AgendaItem, Forum, Speaker
from portal.plan.models import Task
from portal.registrations.models import Question
from portal.registrations.services.refusals import FormChanged
from portal.registrations.states import QuestionKind

GROUPS = (
    (gettext_lazy("In Korean"), ("title_ko", "summary_ko", "description_ko", "venue_ko", "address_ko")),
    (gettext_lazy("In English"), ("title_en", "summary_en", "description_en", "venue_en", "address_en")),
    (gettext_lazy("When"), ("starts_at", "ends_at")),
    (
        pgettext_lazy("part of a form", "Registration"),
        ("capacity", "companions_limit", "registration_opens_at", "registration_closes_at", "residents_first_until"),
    ),
    (gettext_lazy("Waiting list and changes"), ("handover", "offer_hours", "changes_close_at", "freezes_at")),
    (gettext_lazy("Access"), ("is_wheelchair_accessible", "has_sign_language", "has_captions")),
    (gettext_lazy("Reminders"), ("reminds_a_week_before", "reminds_a_day_before", "reminds_on_the_day")),
    (gettext_lazy("More"), ("slug", "contact", "online_url", "tasks", "retention_days")),
)
LONGEST_REASON = 300
LONG_TEXTS = ("description_ko", "description_en")
# The least and the most that the table takes: said beside the field, before the table says it in its own words.
LIMITS = {"companions_limit": (0, LARGEST_PARTY - 1), "offer_hours": (1, 168), "retention_days": (1, 365)}
EXPLANATIONS = {
    "capacity": gettext_lazy("People who register when all seats are taken join the waiting list."),
    "companions_limit": gettext_lazy("0 if everybody registers for themselves. A party is seated together or waits together."),
    "residents_first_until": gettext_lazy("Leave it empty if registration is open to everybody from the start."),
    "freezes_at": gettext_lazy("From then on nobody moves up from the waiting list. Empty: until the forum starts."),
    "changes_close_at": gettext_lazy("After that, people have to ask you. Empty: until the forum starts."),
    "offer_hours": gettext_lazy("Used only where freed seats are offered."),
    "slug": gettext_lazy("Lower-case letters, digits and hyphens. If left empty, it is made from the English title."),
    "online_url": gettext_lazy("Shown to people with a confirmed seat only."),
    "contact": gettext_lazy("Phone number or address of your office."),
    "retention_days": gettext_lazy("People who register are promised this."),
}


LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}


def name_languages(form: forms.BaseForm) -> None:
    """Say in the labels which language a field is for."""
    for name, field in form.fields.items():
        if language := LANGUAGE_NAMES.get(name.rpartition("_")[2]):
            field.label = f"{str(field.label).rpartition(' [')[0]} ({language})"


class DeskForumForm(forms.ModelForm):
    """A forum as its organisers write it; `seen` tells whether a colleague saved it meanwhile."""

    data: QueryDict
    # A box that is left empty says no, so that none is to be called optional.
    ticks_are_settings = True
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    class Meta:
        model = Forum
        fields = [name for _title, names in GROUPS for name in names]
        widgets = {"tasks": forms.CheckboxSelectMultiple}
        field_classes = dict.fromkeys(TIMES, MomentField)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_languages(self)
        for name, field in self.fields.items():
            field.help_text = EXPLANATIONS.get(name, field.help_text)
        for name, (least, most) in LIMITS.items():
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
            self.fields[name].widget.attrs |= {"min": least, "max": most}
        for name in LONG_TEXTS:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 6})
        self.fields["slug"].required = False
        cast("forms.ModelMultipleChoiceField[Task]", self.fields["tasks"]).queryset = Task.objects.order_by("number", "pk")
        for name in ("title_ko", "venue_ko"):
            self.fields[name].required = True

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields under the headings of the page."""
        for title, names in GROUPS:
            yield str(title), [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """Each time fits the others; said beside the one that does not."""
        super().clean()
        values = self.cleaned_data
        for name, words in times_out_of_order(values).items():
            self.add_error(name, words)
        return values

    def clean_slug(self) -> str:
        """Pages of the portal itself lie beside the forums'. Empty only while the forum is new."""
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(_("This address is used by a page of the portal. Please choose another one."))
        if slug and Forum.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This address is used by another forum. Please choose another one."))
        return slug or self.instance.slug

    def clean_online_url(self) -> str:
        """Only to the services that the settings name."""
        url = self.cleaned_data["online_url"]
        try:
            return check_meeting_url(url) if url else ""
        except UnusableMeetingLink as violation:
            raise forms.ValidationError(str(violation)) from violation

    def clean_capacity(self) -> int:
        """Said beside the field; the service refuses it again. Fewer seats than are taken are asked about on a page of
        their own.
        """
        capacity = self.cleaned_data["capacity"]
        if capacity > LARGEST_CAPACITY:
            raise forms.ValidationError(_("A forum can have between 0 and 100,000 seats."))
        return capacity

    def values(self) -> dict[str, Any]:
        """The columns as the service takes them."""
        return {name: self.cleaned_data[name] for name in [*EDITABLE_FIELDS, "capacity"]}


class CopyForm(forms.Form):
    """When the copy of a forum takes place."""

    starts_at = MomentField(label=gettext_lazy("When does the new forum start?"))
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class CallOffForm(forms.Form):
    """Why a forum does not take place; everybody who is registered reads it."""

    reason_ko = CitizenLineField(label=gettext_lazy("Reason in Korean"), max_length=LONGEST_REASON)
    reason_en = CitizenLineField(label=gettext_lazy("Reason in English"), max_length=LONGEST_REASON, required=False)


class DeskCallOffForm(CallOffForm):
    """The reason, and a deliberate tick: this cannot be undone."""

    is_meant = forms.BooleanField(label=gettext_lazy("I have read what happens, and I want to cancel the forum"))


class _PartForm(forms.ModelForm):
    """A part of a forum. Its position is changed by moving it."""

    data: QueryDict

    ticks_are_settings = True
    # Of a part that is added: two clicks add one.
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_languages(self)

    def values(self) -> dict[str, Any]:
        """The columns as the service takes them."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def refuse(self, violation: RuleViolation) -> None:
        """Say why. A form that was used up before is given a new key."""
        self.add_error(None, str(violation))
        if isinstance(violation, FormChanged):
            self.data = self.data.copy()
            self.data[self.add_prefix("form_key")] = str(uuid4())


class AgendaItemForm(_PartForm):
    class Meta:
        model = AgendaItem
        fields = ["starts_at", "title_ko", "title_en", "speaker_ko", "speaker_en"]
        field_classes = {"starts_at": MomentField}


class SpeakerForm(_PartForm):
    class Meta:
        model = Speaker
        fields = ["name_ko", "name_en", "affiliation_ko", "affiliation_en", "introduction_ko", "introduction_en"]


class QuestionForm(_PartForm):
    class Meta:
        model = Question
        fields = ["kind", "label_ko", "label_en", "help_ko", "help_en", "options_ko", "options_en", "is_required"]
        widgets = {"options_ko": forms.Textarea(attrs={"rows": 4}), "options_en": forms.Textarea(attrs={"rows": 4})}

    def clean(self) -> dict[str, Any]:
        """A choice has something to choose from, the same number in both languages; what somebody needs is never demanded."""
        super().clean()
        values = self.cleaned_data
        korean, english = (_lines(values.get(name)) for name in ("options_ko", "options_en"))
        kind = values.get("kind")
        if kind in {QuestionKind.ONE_CHOICE, QuestionKind.CHOICES} and len(korean) < 2:  # noqa: PLR2004
            self.add_error("options_ko", _("Please give at least two choices, one per line."))
        for name, options in (("options_ko", korean), ("options_en", english)):
            # What was answered already cannot be changed any more.
            if name in self.changed_data and len({*options}) < len(options):
                self.add_error(name, _("Two choices are the same. Please make them different."))
        if english and len(english) != len(korean):
            self.add_error("options_en", _("Please give as many choices in English as in Korean, in the same order."))
        if kind == QuestionKind.ACCESS and values.get("is_required"):
            self.add_error("is_required", _("What somebody needs to take part is sensitive: nobody has to say it."))
        return values


PART_FORMS: dict[str, type[_PartForm]] = {"programme": AgendaItemForm, "speakers": SpeakerForm, "questions": QuestionForm}


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
