"""What the tests of the organisers' pages share."""

from uuid import uuid4

from django.urls import reverse
from django.utils import translation

from portal.forums.models import Answer, Forum, Letter, Question
from portal.forums.services import letters
from portal.forums.states import QuestionKind, Segment
from tests.factories import make_staff

HOSTILE = "\"'><script>alert(7)</script>{{7*7}}"
WHY = "오시는 길을 전화로 여쭤 보셔서 연락드립니다."

FORUM, REGISTRATION = ("forum",), ("forum", "registration")
# Of what `tests.access_policies` asks about each address: how it is used, and the parts of its address.
ORGANISERS_PAGES = {
    "forums:attendees": ("GET", FORUM),
    "forums:attendee": ("GET and POST", REGISTRATION),
    "forums:attendee_cancel": ("GET and POST", REGISTRATION),
    "forums:attendee_file": ("POST", (*REGISTRATION, "given_answer")),
    "forums:attendees_print": ("GET and POST", FORUM),
    "forums:attendees_export": ("GET and POST", FORUM),
    # To its owner only; to every other organiser there is no such page.
    "forums:export": ("GET and POST", ("export",)),
    "forums:letters": ("GET", FORUM),
    "forums:write_letter": ("GET and POST", FORUM),
    "forums:letter": ("GET", ("forum", "letter")),
}


def english(name: str, *arguments: object) -> str:
    """The English address of a page, so that a test may read its words."""
    with translation.override("en"):
        return reverse(f"forums:{name}", args=arguments)


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


def answer(registration, question: Question, **fields) -> Answer:
    """What a party answered, past the form: hostile words and all."""
    return Answer.objects.create(registration=registration, question=question, **fields)


def letter_of(slug: str) -> Letter:
    """A letter of that forum; if it has none, one that waits for a worker."""
    forum = Forum.objects.get(slug=slug)
    words = {"subject": "오시는 길", "body": "{nickname} 님, 정문 공사로 후문을 이용해 주세요."}
    options = {"segment": Segment.CONFIRMED, "by": make_staff("organiser"), "form_key": uuid4()}
    return forum.letters.first() or letters.send(forum=forum, **options, **words)
