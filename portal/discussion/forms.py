"""The forms of a comment, a reply, a change and a topic."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.text.cleaning import CitizenTextField
from portal.core.text.languages import Language
from portal.discussion.models import Stance, Topic
from portal.discussion.services import LONGEST_COMMENT

Typed = Mapping[str, Any] | None
Initial = dict[str, Any] | None


class WordsForm(forms.Form):
    """What somebody writes. Each form on a page needs a `name` of its own, for the ids of its fields."""

    body = CitizenTextField(
        max_length=LONGEST_COMMENT,
        label=_("Your comment"),
        help_text=_("Up to 2,000 characters. Please leave out phone numbers, addresses and other private data."),
    )

    def __init__(
        self, data: Typed = None, *, name: str, label: str = "", takes_focus: bool = False, initial: Initial = None
    ) -> None:
        super().__init__(data, auto_id=f"{name}-%s", initial=initial)
        # The browser would silently cut a longer text that somebody pastes; the counter and the server say it instead.
        self.fields["body"].widget.attrs = {
            "rows": 4,
            "data-counter": LONGEST_COMMENT,
            "data-counter-words": _("{used} of {limit}"),
        }
        if takes_focus:
            self.fields["body"].widget.attrs["data-focus"] = True
        if label:
            self.fields["body"].label = label


class ReplyForm(WordsForm):
    """A reply. Its key makes the same form sent twice one reply."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class TopicField(forms.ChoiceField):
    """One of the topics, or none; hands out the topic itself."""

    def __init__(self, topics: Sequence[Topic], *, widget: type[forms.Widget] = forms.Select) -> None:
        choices = [("", pgettext_lazy("topic", "Not said")), *((topic.slug, topic.name) for topic in topics)]
        super().__init__(label=_("What is it about?"), required=False, choices=choices, widget=widget)
        self.topics = {topic.slug: topic for topic in topics}

    def clean(self, value: str) -> Topic | None:
        return self.topics.get(super().clean(value))


class CommentForm(ReplyForm):
    """A comment that opens a thread; saying where one stands and what it is about is never forced."""

    stance = forms.ChoiceField(
        label=_("Where do you stand?"),
        choices=[("", pgettext_lazy("stance", "Not said")), *Stance.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Typed = None, *, name: str, topics: Sequence[Topic] = (), initial: Initial = None) -> None:
        super().__init__(data, name=name, initial=initial)
        self.fields["body"].widget.attrs["rows"] = 3
        # They were read once for the whole page.
        if offered := [topic for topic in topics if topic.is_offered]:
            self.fields["topic"] = TopicField(offered)


class LanguageForm(forms.Form):
    """In which language a comment is written, where the portal was wrong."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)


class TopicForm(forms.Form):
    """What a thread is about, chosen afterwards."""

    def __init__(self, data: Typed = None, *, topics: Sequence[Topic], initial: Initial = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["topic"] = TopicField(topics, widget=forms.RadioSelect)
