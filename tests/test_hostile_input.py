"""Whatever arrives in a form: a clear refusal, nothing stored, nothing lost that was typed, never a 500."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.accounts.entrance import ask_for_code, newest_code
from tests.factories import make_citizen
from tests.hostile import NO_TEXT, NOTHING_OFFERED, SCRIPT, TEN_MEGABYTES, TYPED, World, mail_in_files, make_world, stored

pytestmark = pytest.mark.long(seconds=25)


@pytest.fixture(scope="module")
def shared_world(world_of_module, tmp_path_factory) -> Iterator[World]:
    """The world of `tests.hostile`, made once."""
    with mail_in_files(tmp_path_factory.mktemp("mail")):
        yield world_of_module(make_world)


@pytest.fixture
def world(db, shared_world) -> World:
    """As it was at first."""
    return shared_world.afresh()


@dataclass(frozen=True)
class Form:
    """One form: who may send it, what is right, and which of its fields are texts and which are choices."""

    name: str
    part: str = ""
    who: str = "citizen"
    right: dict[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.name.partition(":")[2] or self.name

    def data(self, **more: str) -> dict[str, str]:
        """What is right, but for `more`; a key of its own each time."""
        return {**self.right, **({"form_key": str(uuid4())} if "form_key" in self.choices else {}), **more}


DECISION = {"prepared": "spam", "reason": TYPED, "note": TYPED, "seen": "0"}
STATEMENT = {
    "relation": "self",
    "right": "privacy",
    "statement": TYPED,
    "name": "나도연",
    "email": "doyeon@example.org",
    "consent": "on",
}
PERSON = {"nickname": "갑천 바람", "language": "ko"}
FORMS = [
    Form("discussion:post", "task", right={"body": TYPED, "stance": "for"}, texts=("body",), choices=("stance", "form_key")),
    Form("discussion:reply", "comment", right={"body": TYPED}, texts=("body",), choices=("form_key",)),
    Form("discussion:edit", "own", right={"body": TYPED}, texts=("body",)),
    Form("discussion:vote", "comment", right={"value": "agree", "seen": ""}, choices=("value", "seen")),
    Form("moderation:report", "comment", right={"reason": "spam", "text": TYPED}, optional=("text",), choices=("reason",)),
    Form("moderation:hide", "comment", "moderator", DECISION, optional=("reason", "note"), choices=("prepared", "seen")),
    Form("moderation:keep", "comment", "moderator", {**DECISION, "prepared": "opinion"}, optional=("reason", "note"),
         choices=("prepared",)),
    Form("moderation:restore", "hidden", "moderator", {**DECISION, "prepared": "mistake"}, optional=("reason", "note"),
         choices=("prepared",)),
    Form("moderation:publish", "pending", "moderator", {**DECISION, "prepared": "no_rule"}, optional=("reason", "note"),
         choices=("prepared", "seen")),
    Form("takedowns:request", "comment", "anonymous", STATEMENT, texts=("statement", "name"), choices=("relation", "right")),
    Form("accounts:settings", right=PERSON, texts=("nickname",), choices=("language",)),
    Form("account_login", who="anonymous", right={"email": "somebody@example.org"}, texts=("email",)),
]  # fmt: skip
ids = [form.id for form in FORMS]


def refused(world: World, form: Form, name: str, value: str, *, headers=None) -> str:
    """Send the form with one field replaced; it is refused and nothing is stored. The answer's text."""
    before = stored()
    response = world.clients[form.who].post(
        world.address(form.name, form.part), form.data(**{name: value}), headers=headers or {}
    )

    assert 400 <= response.status_code < 500, (form.name, name, value[:30], response.status_code)
    assert stored() == before, (form.name, name, value[:30])
    return response.content.decode()


@pytest.mark.parametrize("value", NO_TEXT.values(), ids=NO_TEXT)
@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_no_text_is_refused_and_the_rest_is_kept(world, form, value):
    names = [*form.texts, *(form.optional if any(mark in value for mark in "\x00\ufffe") else ())]
    for name in names:
        for headers in ({}, {"HX-Request": "true"}):
            answer = refused(world, form, name, value, headers=headers)

            kept = [other for other in (*form.texts, *form.optional) if other != name]
            assert [other for other in kept if escape(form.right[other]) not in answer] == []


@pytest.mark.parametrize("value", [*NOTHING_OFFERED.values(), ""], ids=[*NOTHING_OFFERED, "empty"])
@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_a_choice_out_of_nowhere_is_refused_and_the_words_are_kept(world, form, value):
    # No stance and nothing seen are answers too; some values are whole numbers, and no decision has a number so high.
    unset = {"stance", "seen"} if not value else set()
    numbers = {"seen"} if value.isdecimal() and form.name != "discussion:vote" else set()
    for name in set(form.choices) - unset - numbers:
        answer = refused(world, form, name, value)

        assert [other for other in (*form.texts, *form.optional) if escape(form.right[other]) not in answer] == []
        assert SCRIPT not in answer


@pytest.mark.parametrize("form", [form for form in FORMS if form.texts or form.optional], ids=lambda form: form.id)
def test_a_text_that_is_too_long_is_kept_whole(world, form):
    for name in (*form.texts, *form.optional):
        value = TYPED * 200

        assert value in refused(world, form, name, value)


@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_ten_megabytes_are_too_much(world, form):
    for name in form.right:
        before = stored()
        response = world.clients[form.who].post(world.address(form.name, form.part), form.data(**{name: "a" * TEN_MEGABYTES}))

        assert response.status_code == 413
        assert stored() == before


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "idna", "hex"])
@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_lone_surrogates_get_in_by_no_charset(world, form, charset):
    for name in form.right:
        lines = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in form.data().items()
                 if key != name]  # fmt: skip
        hostile = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n\\ud800+2AA-\r\n--x--\r\n'
        before = stored()
        response = world.clients[form.who].generic(
            "POST",
            world.address(form.name, form.part),
            "".join([*lines, hostile]).encode(),
            content_type=f"multipart/form-data; boundary=x; charset={charset}",
        )

        assert 400 <= response.status_code < 500
        assert stored() == before


@pytest.mark.parametrize("form", FORMS, ids=ids)
def test_whoever_may_not_send_it_changes_nothing(world, form):
    for who, client in world.clients.items():
        if who == form.who or (form.who == "citizen" and who == "moderator") or form.who == "anonymous":
            continue
        before = stored()
        response = client.post(world.address(form.name, form.part), form.data())

        assert response.status_code in {302, 401, 403}
        assert stored() == before


# --- the forms that need a step before them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [*NO_TEXT.values(), SCRIPT, "000000000", "a" * 3_000, "٣٣٣٣٣٣"])
def test_no_code_but_the_code_signs_in(world, mailbox, value):
    client = world.clients["anonymous"]
    ask_for_code(client, "newcomer@example.org")
    newest_code(mailbox)
    before = stored()

    response = client.post(reverse("account_confirm_login_code"), {"code": value})

    assert response.status_code == 422
    assert SCRIPT not in response.content.decode()
    assert stored() == before


SIGN_UP = {**PERSON, "age": "on", "terms": "on", "privacy": "on"}


@pytest.mark.parametrize(("name", "value"), [*(("nickname", value) for value in (*NO_TEXT.values(), SCRIPT, TYPED * 20)),
                                             ("language", "xx"), ("age", ""), ("terms", ""), ("privacy", "")])  # fmt: skip
def test_no_account_is_opened_with_less_than_it_needs(world, mailbox, name, value):
    client = world.clients["anonymous"]
    ask_for_code(client, "newcomer@example.org")
    client.post(reverse("account_confirm_login_code"), {"code": newest_code(mailbox)})
    before = stored()

    response = client.post(reverse("account_signup"), {**SIGN_UP, name: value})

    assert response.status_code == 422
    assert stored() == before
    if name != "nickname":
        assert PERSON["nickname"] in response.content.decode()


PROOF = {"person_number": "1234", "birth_year": "1990", "district": "seo"}


@pytest.mark.parametrize("name", PROOF)
@pytest.mark.parametrize("value", [*NOTHING_OFFERED.values(), *NO_TEXT.values(), "٣٣٣٣"])
def test_no_proof_is_made_of_nonsense(world, name, value):
    client, person = Client(raise_request_exception=False), make_citizen(verified=False)
    client.force_login(person)
    before = stored()

    response = client.post(reverse("accounts:verify"), {**PROOF, name: value})

    assert response.status_code == 422
    assert SCRIPT not in response.content.decode()
    assert stored() == before
    kept = response.content.decode()
    assert all(typed in kept for other, typed in PROOF.items() if other != name)
