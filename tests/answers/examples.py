"""The addresses of the officers' desk, and an example of each part of them, for the sweeps over every address."""

from datetime import timedelta

from django.utils import timezone

from portal.answers import services
from tests.factories import make_answer, make_officer

# Name, methods, parts.
DESK_OF_ANSWERS = (
    ("desk", "GET", ()),
    ("desk_tasks", "GET", ()),
    ("desk_detail", "GET", ("answer",)),
    ("start_review", "POST", ("answer",)),
    ("hand_over", "GET and POST", ("answer",)),
    ("add_note", "POST", ("answer",)),
    ("answer", "GET and POST", ("answer",)),
    ("take_up", "GET and POST", ("comment",)),
    ("decide", "GET and POST", ("commitment",)),
    ("template_list", "GET and POST", ()),
    ("template_form", "GET and POST", ("text",)),
    ("delete_template", "POST", ("text",)),
)


def examples_of_answers() -> dict[str, object]:
    """An answer with a commitment, and a text of the desk."""
    officer = make_officer()
    promise = services.Promise("그늘막을 늘립니다.", timezone.localdate() + timedelta(days=30))
    request = make_answer(officer=officer, promises=[promise])
    text = services.write_template(officer=officer, title="인사", body="안녕하세요.")
    return {"answer": request.pk, "commitment": request.commitments.get().pk, "text": text.pk}
