"""`manage.py invariants` names what is broken, exits non-zero, and changes nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection

from portal.core import invariants, jobs
from portal.discussion.models import Comment
from tests.factories import make_comment

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("invariants", *arguments, stdout=said)
    return said.getvalue()


def test_one_line_where_everything_holds():
    make_comment()

    said = run()

    assert said.count("\n") == 1
    assert said.startswith(f"{len(invariants.all_rules())} rules, ")
    assert said.endswith(" seconds: everything holds.\n")


def test_a_broken_rule_is_named_with_its_rows_and_what_should_stand():
    comment, said = make_comment(), StringIO()
    Comment.objects.filter(pk=comment.pk).update(agree_count=3)

    with pytest.raises(CommandError, match=r"^1 rules are broken\. 3 rules, 2 rows, .* seconds\.$"):
        call_command(
            "invariants", "--only=discussion.vote_counts", "--only=takedowns.times", "--only=accounts.nicknames", stdout=said
        )

    assert said.getvalue().splitlines() == [
        "discussion.vote_counts: The counters of a comment equal its votes.",
        f"  discussion_comment {comment.pk}: stands (3,0,0), should be (0,0,0)",
    ]


def test_of_many_rows_some_are_named_and_the_others_counted():
    task, said = make_comment().task, StringIO()
    for _number in range(24):
        make_comment(task=task)
    Comment.objects.update(reply_count=1)

    with pytest.raises(CommandError):
        call_command("invariants", "--only=discussion", stdout=said)

    assert said.getvalue().splitlines()[-1] == "  and 5 more"
    assert len(said.getvalue().splitlines()) == 22


def test_a_package_is_chosen_by_its_name_and_an_unknown_one_refused():
    rules = [line.partition(":")[0] for line in run("--list", "--only=takedowns").splitlines()]

    assert rules == [rule.name for rule in invariants.all_rules() if rule.name.startswith("takedowns.")]
    with pytest.raises(CommandError, match=r"There is no rule or package named moods, nonsense; --list names them\."):
        run("--only=nonsense", "--only=takedowns", "--only=moods")


def test_without_a_worker_nothing_is_asked_that_only_a_worker_keeps():
    without = [rule for rule in invariants.all_rules() if not rule.needs_worker]

    assert 0 < len(without) < len(invariants.all_rules())
    assert run("--without-worker").startswith(f"{len(without)} rules, ")


def test_the_check_cannot_write():
    with pytest.raises(InternalError, match="read-only transaction"), invariants.snapshot(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM discussion_comment")


def test_a_large_database_has_the_time_that_it_takes():
    with invariants.snapshot(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')")
        assert cursor.fetchone() == ("0", "0")


def test_every_night_a_job_fails_that_finds_something_and_the_log_says_what(caplog):
    comment = make_comment()
    jobs.check_invariants(timestamp=0)
    Comment.objects.filter(pk=comment.pk).update(agree_count=3)

    with pytest.raises(jobs.RulesBroken, match=r"^discussion\.vote_counts$"):
        jobs.check_invariants(timestamp=0)

    (said,) = [record.getMessage() for record in caplog.records if record.name == jobs.__name__]
    assert said.endswith(f"1 rows, first discussion_comment {comment.pk}: stands (3,0,0), should be (0,0,0)")
