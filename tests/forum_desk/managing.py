"""What the tests of the organisers' pages share."""

from uuid import uuid4

from django.urls import reverse
from django.utils import translation

from portal.forum_desk.models import Audience, Mailing
from portal.forum_desk.services import mailings
from portal.forums.models import Forum
from portal.registrations.models import FormAnswer, Question
from portal.registrations.states import QuestionKind
from tests.factories import make_staff

HOSTILE = "\"'><script>alert(7)</script>{{7*7}}"
WHY = "오시는 길을 전화로 여쭤 보셔서 연락드립니다."

FORUM, REGISTRATION = ("forum",), ("forum", "registration")
# Of what `tests.access_policies` asks about each address: how it is used, and the parts of its address.
ORGANISERS_PAGES = {
    "forum_desk:attendees": ("GET", FORUM),
    "forum_desk:attendee": ("GET and POST", REGISTRATION),
    "forum_desk:attendee_cancel": ("GET and POST", REGISTRATION),
    "forum_desk:attendee_file": ("POST", (*REGISTRATION, "given_answer")),
    "forum_desk:attendees_print": ("GET and POST", FORUM),
    "forum_desk:attendees_export": ("GET and POST", FORUM),
    # To its owner only; to every other organiser there is no such page.
    "forum_desk:export": ("GET and POST", ("export",)),
    "forum_desk:mailings": ("GET", FORUM),
    "forum_desk:write_mailing": ("GET and POST", FORUM),
    "forum_desk:mailing": ("GET", ("forum", "mailing")),
}


def english(name: str, *arguments: object) -> str:
    """The English address of a page, so that a test may read its words."""
    with translation.override("en"):
        return reverse(name, args=arguments)


def text_of(response) -> str:
    """The page as one line; also one that is streamed."""
    content = b"".join(response) if response.streaming else response.content
    return " ".join(content.decode().split())


def sign_in_organiser(client):
    """An organiser, signed in."""
    person = make_staff("organiser", is_staff=True)
    client.force_login(person)
    return person


def ask(forum: Forum, kind: str = QuestionKind.TEXT, position: int = 1, **fields) -> Question:
    """One more question of a forum."""
    values = {"label_ko": f"질문 {position}", "label_en": f"Question {position}"}
    options = {"options_ko": "휠체어 자리\n수어 통역", "options_en": "Wheelchair space\nSign language"}
    chooses = kind in {QuestionKind.ONE_CHOICE, QuestionKind.CHOICES, QuestionKind.ACCESS}
    return Question.objects.create(
        forum=forum, kind=kind, position=position, **{**values, **(options if chooses else {}), **fields}
    )


def answer(registration, question: Question, **fields) -> FormAnswer:
    """What a party answered, past the form: hostile words and all."""
    return FormAnswer.objects.create(registration=registration, question=question, **fields)


def mailing_of(slug: str) -> Mailing:
    """A mailing of that forum; if it has none, one that waits for a worker."""
    forum = Forum.objects.get(slug=slug)
    words = {"subject": "오시는 길", "body": "{nickname} 님, 정문 공사로 후문을 이용해 주세요."}
    options = {"audience": Audience.CONFIRMED, "by": make_staff("organiser"), "form_key": uuid4()}
    return forum.mailings.first() or mailings.send(forum=forum, **options, **words)
