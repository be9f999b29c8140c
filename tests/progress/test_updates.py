"""What departments report: written, looked at, published, withdrawn; and how old the newest report is."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.plan.models import Status, Task, TaskChange
from portal.plan.services.refusals import NotAnEditor, ReasonMissing
from portal.progress import services
from portal.progress.models import TaskUpdate, UpdateFile
from portal.progress.services.refusals import NotADraft, NotPublished, TooManyFiles
from tests.factories import PICTURE, make_citizen, make_officer, make_task, make_update
from tests.markup import markup
from tests.pictures import PNG

pytestmark = pytest.mark.django_db


def text(client, address: str) -> str:
    return markup(client.get(address))


def test_an_update_sent_after_the_session_ended_is_shown_to_be_copied(client):
    task = make_task()

    lost = client.post(
        f"/en/tasks/{task.slug}/edit/updates/new/", {"title_ko": "정류장 점검", "body_ko": "열 곳을 점검했습니다."}
    )

    assert lost.status_code == 403
    assert "You were signed out in the meantime" in lost.content.decode()
    assert "열 곳을 점검했습니다." in lost.content.decode()


def test_a_draft_is_for_officers_only(client):
    update = make_update(is_published=False, title_en="Stops inspected", files=[PICTURE])
    slug, file = update.task.slug, update.files.get()
    public = [f"/en/tasks/{slug}/", f"/en/tasks/{slug}/updates/"]
    closed = [f"/en/tasks/{slug}/updates/{update.pk}/", f"/en/tasks/{slug}/updates/{update.pk}/files/{file.pk}/"]

    for person in (None, make_citizen()):
        if person:
            client.force_login(person)
        assert ["Stops inspected" in text(client, address) for address in public] == [False, False]
        assert [client.get(address).status_code for address in closed] == [404, 404]
        assert client.get(f"/tasks/{slug}/edit/updates/{update.pk}/preview/").status_code in {302, 403}
    client.force_login(make_officer())

    assert "Stops inspected" in text(client, f"/en/tasks/{slug}/edit/updates/{update.pk}/preview/")
    assert client.get(closed[1]).status_code == 200
    assert TaskChange.objects.count() == 0


def test_it_is_written_looked_at_and_published(client):
    task, officer = make_task(), make_officer()
    client.force_login(officer)
    desk = f"/en/tasks/{task.slug}/edit/updates/"
    typed = {
        "title_ko": "정류장 점검",
        "body_ko": "열 곳을\n점검했습니다.",
        "title_en": "Stops inspected",
        "body_en": "Ten of them.",
    }

    written = client.post(f"{desk}new/", {**typed, "files": SimpleUploadedFile("../../점검.exe.png", PNG)})
    update = TaskUpdate.objects.get()
    preview = text(client, written.url)
    seen_before = text(client, f"/en/tasks/{task.slug}/")
    published = client.post(f"{desk}{update.pk}/publish/")
    client.logout()
    page, detail = text(client, f"/en/tasks/{task.slug}/"), text(client, published.url)

    assert written.url == f"{desk}{update.pk}/preview/"
    assert "Only officers can see this so far." in preview
    assert [words in preview for words in ("정류장 점검", "열 곳을", "Ten of them.")] == [True] * 3
    assert ["Stops inspected" in each for each in (preview, seen_before, page, detail)] == [True, False, True, True]
    assert f"{officer.department.name_en}</span>" in detail
    assert officer.nickname not in page + detail
    assert "점검.exe.png" in detail
    change = TaskChange.objects.get()
    assert (change.kind, change.action, change.row, change.about_ko) == ("update", "published", update.pk, "정류장 점검")


def test_publishing_twice_publishes_once():
    update, officer = make_update(), make_officer()

    again = services.updates.publish(update=update, officer=officer)

    assert (again.published_at, TaskChange.objects.count()) == (update.published_at, 1)


def test_a_draft_is_changed_and_its_files_too(client):
    update = make_update(is_published=False, files=[PICTURE])
    old = update.files.get()
    client.force_login(make_officer())
    typed = {
        "title_ko": "다시",
        "body_ko": "다시 썼습니다.",
        "removed": [old.pk],
        "files": SimpleUploadedFile("b.pdf", b"%PDF-1.7"),
    }

    answer = client.post(f"/tasks/{update.task.slug}/edit/updates/{update.pk}/", typed)

    update.refresh_from_db()
    assert (answer.status_code, update.title_ko) == (302, "다시")
    assert list(update.files.values_list("name", "content_type")) == [("b.pdf", "application/pdf")]


def test_a_draft_can_be_thrown_away_what_is_published_cannot(client):
    draft, published = make_update(is_published=False, files=[PICTURE]), make_update()
    client.force_login(make_officer())
    for update in (draft, published):
        client.post(f"/tasks/{update.task.slug}/edit/updates/{update.pk}/discard/")

    assert list(TaskUpdate.objects.all()) == [published]
    assert UpdateFile.objects.count() == 0


def test_what_is_published_stands():
    update, officer = make_update(), make_officer()

    with pytest.raises(NotADraft):
        services.updates.revise(update=update, officer=officer, title_ko="다른 제목", body_ko="다른 글")
    with pytest.raises(NotADraft):
        services.updates.discard(update=update, officer=officer)


def test_withdrawing_needs_a_reason_which_everybody_reads(client):
    update, officer = make_update(title_en="Stops inspected", body_ko="틀린 글", files=[PICTURE]), make_officer()
    file = update.files.get()
    page = f"/en/tasks/{update.task.slug}/updates/{update.pk}/"

    with pytest.raises(ReasonMissing):
        services.updates.withdraw(update=update, officer=officer, reason_ko="")
    services.updates.withdraw(update=update, officer=officer, reason_ko="숫자가 틀렸습니다", reason_en="The <number> was wrong")

    detail = text(client, page)
    assert "Reason: The &lt;number&gt; was wrong" in detail
    assert "틀린 글" not in detail
    assert client.get(f"{page}files/{file.pk}/").status_code == 404
    assert "Stops inspected" not in text(client, f"/en/tasks/{update.task.slug}/updates/")
    with pytest.raises(NotPublished):
        services.updates.withdraw(update=update, officer=officer, reason_ko="다시")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "published"},
        {"state": "draft", "published_at": timezone.now()},
        {"state": "withdrawn", "published_at": timezone.now(), "withdrawn_at": timezone.now()},
        {"state": "gone"},
    ],
)
def test_the_database_refuses_half_a_state(wrong):
    update = make_update(is_published=False)

    with pytest.raises(IntegrityError), transaction.atomic():
        TaskUpdate.objects.filter(pk=update.pk).update(**wrong)


def test_nobody_but_officers_reports(client):
    citizen, update = make_citizen(), make_update(is_published=False)
    client.force_login(citizen)
    desk = f"/tasks/{update.task.slug}/edit/updates/"

    with pytest.raises(NotAnEditor):
        make_update(officer=citizen)
    with pytest.raises(NotAnEditor):
        services.updates.publish(update=update, officer=citizen)

    ends = ("new/", f"{update.pk}/", f"{update.pk}/publish/", f"{update.pk}/discard/", f"{update.pk}/withdraw/")
    assert {client.post(desk + end).status_code for end in ends} == {403}


def test_three_files_at_most_and_none_that_is_something_else(client):
    task = make_task()
    client.force_login(make_officer())
    typed = {"title_ko": "점검", "body_ko": "점검했습니다."}
    script = SimpleUploadedFile("x.png", b"<script>alert(1)</script>")

    refused = client.post(f"/en/tasks/{task.slug}/edit/updates/new/", {**typed, "files": script})
    with pytest.raises(TooManyFiles):
        make_update(task=task, files=[PICTURE] * 4)

    assert (refused.status_code, TaskUpdate.objects.count()) == (422, 0)
    assert "neither a PDF nor a PNG or JPEG picture" in refused.content.decode()
    assert 'value="점검"' in refused.content.decode()


def test_a_file_is_handed_out_to_be_kept_never_to_be_opened_here(client):
    update = make_update(files=[PICTURE])

    answer = client.get(f"/tasks/{update.task.slug}/updates/{update.pk}/files/{update.files.get().pk}/")

    assert answer.content == PICTURE.content
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "image/png")
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_hostile_words_are_escaped(client):
    update = make_update(title_ko="<script>alert(1)</script>", body_ko="<img src=x> https://example.org/a", title_en="")

    for address in (f"/tasks/{update.task.slug}/", f"/tasks/{update.task.slug}/updates/", update.get_absolute_url()):
        page = client.get(address).content.decode()
        assert ("<script>alert" in page, "<img src=x" in page) == (False, False)
        assert "&lt;img src=x&gt;" in page


def test_an_update_stands_under_its_own_task_only(client):
    update = make_update()

    assert client.get(f"/tasks/{make_task().slug}/updates/{update.pk}/").status_code == 404


def test_the_newest_comes_first_and_the_rest_is_paged(client):
    task, officer, now = make_task(), make_officer(), timezone.now()
    for days in range(12):
        make_update(task=task, officer=officer, title_en=f"Report {days:02}", published_at=now - timedelta(days=days))

    first, second = (text(client, f"/en/tasks/{task.slug}/updates/?page={number}") for number in (1, 2))
    page = text(client, f"/en/tasks/{task.slug}/")

    assert first.index("Report 00") < first.index("Report 09")
    assert ["Report 10" in each for each in (first, second)] == [False, True]
    assert ["Report 00" in page, "Report 01" in page, "Report 02" in page] == [True, True, False]


@pytest.mark.parametrize("shown_on", ["task", "list", "tasks"])
def test_the_queries_do_not_grow_with_the_updates(client, shown_on):
    task, officer = make_task(), make_officer()
    address = {"task": f"/tasks/{task.slug}/", "list": f"/tasks/{task.slug}/updates/", "tasks": "/tasks/"}[shown_on]
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_update(task=task, officer=officer, files=[PICTURE])
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("days", "is_stale"), [(0, False), (89, False), (90, True), (400, True)])
def test_a_task_without_news_for_ninety_days_says_so_on_its_page_and_in_the_list(client, days, is_stale):
    update = make_update(published_at=timezone.now() - timedelta(days=days))

    page, listed = (text(client, address) for address in (f"/en/tasks/{update.task.slug}/", "/en/tasks/"))

    assert [f"no update for {days} days." in page, f"No update for {days} days" in listed] == [is_stale, is_stale]


def test_without_any_update_it_counts_from_the_day_of_the_plan(client):
    call_command("load_plan", verbosity=0)
    task = Task.objects.get(number=1)

    page, listed = text(client, f"/en/tasks/{task.slug}/"), text(client, "/en/tasks/")

    assert "There has been no update since the plan was announced." in page
    assert listed.count("No update since the plan was announced") == Task.objects.count()


@pytest.mark.parametrize(("status", "is_stale"), [(Status.DONE, False), (Status.STOPPED, False), (Status.ON_HOLD, True)])
def test_a_task_that_has_ended_goes_stale_no_more(client, status, is_stale):
    update = make_update(published_at=timezone.now() - timedelta(days=100))
    services.set_status(task=update.task, status=status, officer=make_officer(), reason_ko="이유")

    assert ("no update for 100 days" in text(client, f"/en/tasks/{update.task.slug}/")) == is_stale
