"""What an officer typed into the form of an answer and has not published: all of it is kept in the session until it is sent."""

from collections.abc import Callable, Mapping, MutableMapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.answers.forms import MOST_PROMISES, PromiseForm
from portal.discussion import drafts

View = Callable[..., HttpResponse]
PROMISED = tuple(PromiseForm.base_fields)
ALSO = ("outcome", "reason", *(f"form-{number}-{name}" for number in range(MOST_PROMISES) for name in PROMISED))


def draft_place(request_pk: int) -> str:
    """Under which name the session keeps what was typed of this answer."""
    return f"answer:{request_pk}"


def keep_draft(session: MutableMapping[str, Any], request_pk: int, typed: Mapping[str, str]) -> None:
    """Keep the answer, its outcome, the reason and what it promises; as much as a draft may hold."""
    drafts.keep(session, draft_place(request_pk), typed, also=ALSO)


def find_draft(session: Mapping[str, Any], request_pk: int) -> dict[str, str]:
    """What was typed of this answer before."""
    return drafts.find(session, draft_place(request_pk))


def typed_promises(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """The commitments among what was typed, as initial values of their forms; an empty one for each left empty."""
    given = ({name: typed.get(f"form-{number}-{name}", "") for name in PROMISED} for number in range(MOST_PROMISES))
    return [promise if any(promise.values()) else {} for promise in given]


def add_to_draft(session: MutableMapping[str, Any], request_pk: int, words: str) -> None:
    """Put words at the end of the answer that was typed before, once."""
    before = find_draft(session, request_pk)
    body = before.get("body", "")
    if words and words not in body:
        keep_draft(session, request_pk, {**before, "body": "\n\n".join(part for part in (body, words) if part)})


def keeps_what_was_typed(keep: Callable[[MutableMapping[str, Any], int, Mapping[str, str]], None]) -> Callable[[View], View]:
    """Whose session ended while they wrote finds the words again once they have signed in. Stands above `login_required`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def keeping(request: HttpRequest, pk: int) -> HttpResponse:
            if request.method == "POST" and not request.user.is_authenticated:
                keep(request.session, pk, request.POST)
            return view(request, pk)

        return keeping

    return decorate
