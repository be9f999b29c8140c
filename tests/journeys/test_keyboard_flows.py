"""The main flows by keyboard alone: signing in, finding, following, replying, a seat, an appeal, an official answer."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from portal.answers.jobs import take_up_owed
from portal.answers.models import AnswerRequest
from portal.appeals.models import Appeal
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.moderation import services as moderation
from portal.plan.models import Task
from portal.progress.models import Follow
from portal.registrations.models import Registration
from portal.registrations.states import State
from tests.factories import User, make_citizen, make_comment, make_department, make_forum, make_moderator
from tests.journeys.keyboard import press, walk_to, write

TASK = "/tasks/smart-city/"
WORDS = "갑천 자전거길의 가로등이 어둡습니다."
REPLY = "저도 그렇게 느꼈습니다."


def test_a_citizen_finds_follows_replies_takes_a_seat_and_appeals(somebody):
    comment = make_comment(task=Task.objects.get(slug="smart-city"), body=WORDS)
    forum = make_forum(title_ko="갑천의 밤", slug="river-lights")
    citizen = somebody("minji@example.org", nickname="갑천민지")

    choose_the_dark_theme(citizen)
    sign_in(citizen)
    find(citizen, "가로등", comment)
    jump_to_the_discussion(citizen)
    follow(citizen)
    reply(citizen, comment)
    register(citizen, forum)
    cancel(citizen, forum)
    appeal(citizen, hidden_words_of(citizen))


def test_an_officer_answers(somebody, settings):
    settings.ANSWER_THRESHOLD = 1
    department = make_department(name_ko="스마트시티과", name_en="Smart City Division")
    officer = somebody("officer@example.org", nickname="시청한결", role="officer", department=department)
    Task.objects.filter(slug="smart-city").update(department_ko="스마트시티과", department_en="Smart City Division")
    comment = make_comment(task=Task.objects.get(slug="smart-city"), body=WORDS)
    discussion.vote(comment=comment, voter=make_citizen(), value="agree")
    take_up_owed(now=timezone.now())
    officer.sign_in("/answers/desk/")

    press(officer.page, "main .queue__actions a.button--primary")
    press(officer.page, "[name=outcome][value=accepted]", key="Space")
    write(officer.page, "[name=reason]", "가로등을 늘립니다.")
    write(officer.page, "[name=body]", "다음 달부터 가로등 열 개를 더 켭니다.")
    press(officer.page, "button[name=preview]")
    press(officer.page, "button[name=publish]")

    officer.sees("다음 달부터 가로등 열 개를 더 켭니다.")
    assert AnswerRequest.objects.get().answered_at


def sign_in(person) -> None:
    """From the link in the header, by a code from the mail."""
    person.go("/")
    press(person.page, ".site-header a[href*='/accounts/login/']")
    write(person.page, "main input[name=email]", person.address)
    person.page.keyboard.press("Enter")
    expect(person.page.locator("main input[name=code]")).to_be_visible()
    write(person.page, "main input[name=code]", person.newest_code())
    person.page.keyboard.press("Enter")
    expect(person.page.locator("main input[name=code]")).to_have_count(0)


def choose_the_dark_theme(person) -> None:
    """The radio buttons are one stop; arrows choose."""
    person.go("/")
    press(person.page, ".display summary")
    walk_to(person.page, "[name=theme]")
    person.page.keyboard.press("ArrowDown")
    person.page.keyboard.press("ArrowDown")
    expect(person.page.locator("#theme-dark")).to_be_checked()
    expect(person.page.locator("body")).to_have_css("background-color", re.compile(r"rgb\((\d|[1-4]\d), "))


def find(person, words: str, comment: Comment) -> None:
    """From the field of any page to the comment in its discussion."""
    write(person.page, "#site-search", words)
    person.page.keyboard.press("Enter")
    expect(person.page).to_have_url(re.compile("/search/"))
    press(person.page, f"main a[href*='comment-{comment.pk}'], main a[href*='/comments/{comment.pk}/']")
    expect(person.page.get_by_text(comment.body).locator("visible=true").first).to_be_visible()


def jump_to_the_discussion(person) -> None:
    """With the bar of the page; the next stop is in the discussion."""
    person.go(TASK)
    press(person.page, ".jump a[href='#discussion']")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.closest('#discussion') !== null")


def follow(person) -> None:
    """The button says that it is pressed."""
    person.go(TASK)
    press(person.page, "#follow button")
    expect(person.page.locator("#follow button[aria-pressed=true]")).to_be_visible()
    assert Follow.objects.count() == 1


def reply(person, comment: Comment) -> None:
    """To what somebody else wrote."""
    person.go(TASK)
    press(person.page, f"#comment-{comment.pk} a[href*='/reply/']")
    write(person.page, "form[action*='/reply/'] textarea", REPLY)
    press(person.page, "form[action*='/reply/'] .form__actions button")
    expect(person.page.locator("article.comment", has_text=REPLY).first).to_be_visible()


def register(person, forum) -> None:
    """A seat."""
    person.go(forum.get_absolute_url())
    press(person.page, "#registration button.button--primary")
    person.sees("자리가 확정되었습니다")
    assert Registration.objects.get().state == State.CONFIRMED


def cancel(person, forum) -> None:
    """Asked again before the seat is given back."""
    person.go(forum.get_absolute_url())
    press(person.page, "#registration a.button--danger")
    press(person.page, "main form button.button--danger")
    expect(person.page.locator("main form button.button--danger")).to_have_count(0)
    assert Registration.objects.get().state == State.CANCELLED


def hidden_words_of(person) -> Comment:
    """A comment of this person that a moderator hid."""
    author = User.objects.get(email=person.address)
    comment = discussion.post(task=Task.objects.get(slug="smart-city"), author=author, body="그 말이 맞구먼유.")
    moderation.hide(comment=comment, moderator=make_moderator(), rule="abuse", reason="낮추어 부르는 말입니다.")
    return comment


def appeal(person, comment: Comment) -> None:
    """From the page of the decision."""
    person.go(f"/comments/{comment.pk}/decision/")
    press(person.page, "a[href*='/appeal/']")
    write(person.page, "textarea[name=text]", "충청도 사투리입니다.")
    press(person.page, "main form button")
    expect(person.page).to_have_url(re.compile("/my/appeals/"))
    assert Appeal.objects.get().decision.comment_id == comment.pk
