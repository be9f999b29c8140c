"""A department accounts for a task: budgets, an update, an answer with a commitment, a milestone that slips.

Whoever follows the task hears of it once.
"""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.answers.services import take_up_owed
from portal.discussion import services as discussion
from portal.plan.models import BudgetLine, Source, Task
from portal.progress.models import Milestone
from portal.progress.services import digests
from tests.factories import make_citizen, make_comment, make_department

TASK = "/tasks/smart-city/"
HEAD = "과제,연도,재원,단계,금액(원),출처,기준일"


@pytest.fixture
def officer(somebody, settings):
    """Somebody who answers for the department of the task; one vote is enough for an answer."""
    settings.ANSWER_THRESHOLD = 1
    department = make_department(name_ko="스마트시티과", name_en="Smart City Division")
    person = somebody("officer@example.org", nickname="담당자", role="officer", department=department)
    Task.objects.filter(slug="smart-city").update(department_ko="스마트시티과", department_en="Smart City Division")
    return person


def test_from_the_budget_to_the_followers_mail(somebody, officer):
    follower = somebody("follower@example.org", nickname="갑천따라")
    officer.sign_in(TASK)

    import_budgets(officer)
    write_an_update(officer)
    state_a_milestone(officer)
    follow(follower)
    answer_with_a_commitment(officer)
    move_the_milestone(officer)
    tomorrow = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=2), time(9)))
    for _again in range(2):
        digests.write_digests(now=tomorrow)

    (message,) = follower.mails("추진 단계")
    text = message.get_body(("plain",)).get_content()
    assert text.count("부품이 늦게 들어왔습니다") == 1
    assert "시가 새로운 약속을 했습니다" in text
    history = f"{TASK}history/"
    follower.go(history)
    for words in ("부품이 늦게 들어왔습니다", "추진 단계 · 변경", "예산 · 추가", "약속 · 추가"):
        follower.sees(words)


def import_budgets(officer) -> None:
    """Two lines are wrong; once they are corrected, both are written."""
    source = Source.objects.order_by("pk").first().key
    wrong = f"{HEAD}\nsmart-city,2026,국비,계획,15억,{source},2026-11-26\nsmart-city,2026,시비,계획,5,없는-출처,2026-11-26\n"
    right = wrong.replace("15억", "1500000000").replace("없는-출처", source)
    for content, words in ((wrong, "수정할 줄이 2개 있습니다"), (right, "새로운 줄 2개")):
        officer.go("/budget/import/")
        officer.page.locator("input[type=file]").set_input_files(
            {"name": "budget.csv", "mimeType": "text/csv", "buffer": content.encode()}
        )
        officer.page.locator("main form .button--primary").click()
        officer.sees(words)
        assert not BudgetLine.objects.filter(task__slug="smart-city", year=2026).exists()
    officer.page.locator("main form .button--primary").click()
    officer.sees("2줄을 저장했습니다")


def write_an_update(officer) -> None:
    """A draft, looked at, then published."""
    officer.go(f"{TASK}edit/updates/new/")
    officer.page.locator("[name=title_ko]").fill("시험 구간을 골랐습니다")
    officer.page.locator("[name=body_ko]").fill("둔산동 네거리 세 곳에서 시작합니다.")
    officer.page.locator("main form .button--primary").click()
    officer.page.locator("main form[action$='/publish/'] button").click()
    officer.go(f"{TASK}updates/")
    officer.sees("시험 구간을 골랐습니다")


def state_a_milestone(officer) -> None:
    """What is to be reached in two months."""
    officer.go(f"{TASK}edit/milestones/new/")
    officer.page.locator("[name=title_ko]").fill("신호등 열 곳 설치")
    officer.page.locator("[name=planned_on]").fill(f"{timezone.localdate() + timedelta(days=60)}")
    officer.page.locator("main form .button--primary").click()
    officer.go(TASK)
    officer.sees("신호등 열 곳 설치")


def follow(follower) -> None:
    """With one click; with a second one, only what the city publishes."""
    follower.sign_in(TASK)
    follower.page.locator("#follow button[value=all]").click()
    follower.page.locator("#follow button[value=official]").click()
    expect(follower.page.locator("#follow button[value=all]")).to_be_visible()
    expect(follower.page.locator("#follow button[aria-pressed=true]")).to_be_visible()


def answer_with_a_commitment(officer) -> None:
    """A comment that somebody agrees with is owed an answer; it is answered with a promise that is tied to the milestone."""
    comment = make_comment(task=Task.objects.get(slug="smart-city"), body="신호등이 너무 짧아 건너기 어렵습니다.")
    discussion.vote(comment=comment, voter=make_citizen(), value="agree")
    take_up_owed(now=timezone.now())
    officer.go("/answers/desk/")
    officer.page.get_by_role("link", name="답변하기").click()
    officer.page.locator("[name=outcome][value=accepted]").check()
    officer.page.locator("[name=reason]").fill("보행 시간을 늘립니다.")
    officer.page.locator("[name=body]").fill("다음 달부터 네거리마다 보행 시간을 늘립니다.")
    officer.page.locator("details summary").filter(has_text="약속 1").click()
    officer.page.locator("[name=form-0-sentence_ko]").fill("네거리 열 곳의 보행 시간을 늘립니다.")
    officer.page.locator("[name=form-0-due_on]").fill(f"{timezone.localdate() + timedelta(days=60)}")
    officer.page.locator("[name=form-0-milestone]").select_option(label="신호등 열 곳 설치")
    officer.page.locator("button[name=preview]").click()
    officer.page.locator("button[name=publish]").click()
    officer.sees("네거리 열 곳의 보행 시간을 늘립니다.")


def move_the_milestone(officer) -> None:
    """Later than planned, and not without a reason."""
    milestone = Milestone.objects.get(title_ko="신호등 열 곳 설치")
    officer.go(f"{TASK}edit/milestones/{milestone.pk}/")
    officer.page.locator("[name=planned_on]").fill(f"{milestone.planned_on + timedelta(days=30)}")
    officer.page.locator("main form .button--primary").click()
    officer.sees("추진 단계가 늦어지는 이유")
    officer.page.locator("[name=reason_ko]").fill("부품이 늦게 들어왔습니다")
    officer.page.locator("main form .button--primary").click()
    officer.go(TASK)
    officer.sees("부품이 늦게 들어왔습니다")
