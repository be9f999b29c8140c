"""What people fill in to register: with how many they come, and what the forum asks."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.core.files.attachments import ReceivedFile, UnusableFile, read_file
from portal.core.text.cleaning import CitizenLineField, CitizenTextField
from portal.forums.models import Forum
from portal.registrations.models import FormAnswer, Question
from portal.registrations.party import OtherParty, Party
from portal.registrations.services.responses import CHOSEN_KINDS, GivenAnswer
from portal.registrations.states import QuestionKind

LONGEST_LINE, LONGEST_TEXT = 200, 1_000
ALONE = Party()
ACCEPTED = "application/pdf,image/png,image/jpeg"


class AnswerFileField(forms.FileField):
    """A file, recognised by its content."""

    def clean(self, data: object, initial: object = None) -> ReceivedFile | None:
        """The file as it is kept, or None."""
        upload = super().clean(data, initial)
        try:
            return read_file(upload, nameless="answer") if upload else None
        except UnusableFile as violation:
            raise forms.ValidationError(str(violation)) from violation


class PartyForm(forms.Form):
    """With how many people somebody comes. The second question only matters where seats are short."""

    data: QueryDict

    party_size = forms.TypedChoiceField(coerce=int, label=gettext_lazy("How many people are you, yourself included?"))
    least_seats = forms.TypedChoiceField(
        coerce=int,
        required=False,
        empty_value=None,
        label=gettext_lazy("If there are not seats for all of you, would some of you come?"),
    )

    def __init__(self, *args: Any, forum: Forum, current: Party = ALONE, **options: Any) -> None:
        super().__init__(*args, **options)
        # The party as it stands stays on offer, also where an organiser has allowed fewer companions since.
        sizes = range(1, max(forum.companions_limit + 1, current.size) + 1)
        self._offer("party_size", [(size, _people(size)) for size in sizes])
        fewer = ((size, _at_least(size)) for size in sizes[:-1])
        self._offer("least_seats", [("", _("No, all of us or nobody")), *fewer])
        if not forum.companions_limit:
            del self.fields["party_size"], self.fields["least_seats"]

    def clean(self) -> dict[str, Any]:
        """The smaller number is smaller."""
        super().clean()
        values = self.cleaned_data
        if values.get("least_seats") and values["least_seats"] > values.get("party_size", 0):
            self.add_error("least_seats", _("That is more than the number of people. Please choose fewer."))
        return values

    def _offer(self, name: str, choices: list[tuple[int | str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def party(self) -> Party:
        """What was chosen; one person where nothing could be."""
        return Party(self.cleaned_data.get("party_size") or 1, self.cleaned_data.get("least_seats") or 0)


class _AsksQuestions(forms.Form):
    """A form with a field for each question of a forum."""

    # A browser gives no file a second time: the page asks for it when the form is shown again.
    has_lost_files = False

    def ask(self, forum: Forum, earlier: Mapping[int, FormAnswer] | None = None) -> None:
        """Add the fields; `earlier` are answers that were given before, by their question's key."""
        self.questions = list(forum.questions.order_by("position", "pk"))
        for question in self.questions:
            self.fields[_name(question)] = _field(question, (earlier or {}).get(question.pk))

    def given(self) -> list[GivenAnswer]:
        """The answers as the service takes them."""
        return [_given(question, self.cleaned_data.get(_name(question))) for question in self.questions]


class AnswersForm(_AsksQuestions):
    """The answers of a registration, to be changed. `earlier` come with their questions."""

    def __init__(self, *args: Any, forum: Forum, earlier: Iterable[FormAnswer], **options: Any) -> None:
        given = {answer.question_id: answer for answer in earlier}
        options["initial"] = {_name(each.question): _shown(each) for each in given.values()}
        super().__init__(*args, **options)
        self.ask(forum, given)


class RegistrationForm(_AsksQuestions, PartyForm):
    """The whole form: the party, unless its seats are reserved already, and an answer to each question."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, forum: Forum, reserved: Party | None, **options: Any) -> None:
        options["initial"] = {"form_key": uuid4(), **options.get("initial", {})}
        super().__init__(*args, forum=forum, current=reserved or ALONE, **options)
        self.reserved = reserved
        if reserved:
            self._carry_along(reserved)
        self.ask(forum)

    def clean(self) -> dict[str, Any]:
        """The party is the one whose seats are reserved."""
        values = super().clean()
        if self.reserved and not self.has_error("party_size") and not self.has_error("least_seats"):
            try:
                self.reserved.check_is_meant(self.party())
            except OtherParty as other:
                self.add_error(None, str(other))
        return values

    def party(self) -> Party:
        """What the form says; what is reserved, where it says nothing."""
        if self.reserved and not self.cleaned_data.get("party_size"):
            return self.reserved
        return super().party()

    @property
    def is_begun(self) -> bool:
        """Whether an answer is shown in it that somebody gave before."""
        return any(self.initial.get(_name(question)) for question in self.questions)

    def show_reserved(self, reserved: Party) -> None:
        """The form is shown again, now for the party whose seats are kept, whatever it said before."""
        self.reserved, self.data = reserved, self.data.copy()
        self._carry_along(reserved)
        for name in ("party_size", "least_seats"):
            self.data[name] = self.initial.get(name, "")

    def _carry_along(self, reserved: Party) -> None:
        """The reserved party is not asked again; it travels with the form, so that one sent too late still says how many come."""
        for name, value in (
            ("party_size", reserved.size),
            ("least_seats", reserved.least if reserved.least < reserved.size else ""),
        ):
            if name in self.fields:
                self.fields[name].widget, self.fields[name].required = forms.HiddenInput(), False
                self.initial[name] = value


def typed(data: QueryDict) -> dict[str, Any]:
    """What was typed, as the initial values of a form that is shown again without having been sent. Files do not come back."""
    several = {name: data.getlist(name) for name in data}
    return {name: values if len(values) > 1 else values[0] for name, values in several.items() if values}


def _name(question: Question) -> str:
    return f"question_{question.pk}"


def _shown(answer: FormAnswer) -> str | list[str]:
    """An earlier answer as its field shows it."""
    chosen = [str(index) for index in answer.chosen]
    if answer.question.kind == QuestionKind.ONE_CHOICE:
        return "".join(chosen[:1])
    return answer.text or chosen


def _field(question: Question, earlier: FormAnswer | None = None) -> forms.Field:
    common: dict[str, Any] = {"label": question.label, "required": question.is_required, "help_text": escape(question.help)}
    if earlier and earlier.file:
        sent = _("You have sent “%(name)s”. It stays unless you choose another file.") % {"name": earlier.file_name}
        common |= {"required": False, "help_text": format_html("{} {}", question.help, sent)}
    choices = [(str(index), option) for index, option in enumerate(question.option_list)]
    if question.kind == QuestionKind.FILE:
        common["help_text"] = format_html("{} {}", common["help_text"], _("PDF, PNG or JPEG, at most 5 MB."))
        return AnswerFileField(widget=forms.FileInput(attrs={"accept": ACCEPTED}), **common)
    if question.kind == QuestionKind.ONE_CHOICE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if question.kind in CHOSEN_KINDS and choices:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if question.kind == QuestionKind.LINE:
        return CitizenLineField(max_length=LONGEST_LINE, **common)
    return CitizenTextField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **common)


def _given(question: Question, value: Any) -> GivenAnswer:
    if question.kind == QuestionKind.FILE:
        return GivenAnswer(question, file=value or None)
    if question.kind in CHOSEN_KINDS and question.option_list:
        indexes = [value] if isinstance(value, str) and value else value or []
        return GivenAnswer(question, chosen=tuple(sorted(int(index) for index in indexes)))
    return GivenAnswer(question, text=value or "")


def _people(count: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def _at_least(count: int) -> str:
    return ngettext("Yes, with %(count)d seat or more", "Yes, with %(count)d seats or more", count) % {"count": count}
