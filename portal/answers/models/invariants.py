"""What must hold of answers: their clocks, their steps, what was promised in them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models.functions import TruncDate

from portal.answers.deadlines.clock import BUSINESS_DAYS_TO_ANSWER
from portal.answers.models.requests import AnswerRequest
from portal.core.business_days import SATURDAY, add_business_days
from portal.core.invariants import Breach, Invariant

REQUESTS = "answers_answerrequest"
TWO_WEEKS = timedelta(days=14)  # ten business days where there is no holiday
# Of each request the newest step of some kinds.
LAST = """
    SELECT DISTINCT ON (answer_request_id) answer_request_id, kind, happened_at, to_department_id, outcome
    FROM answers_answerstep WHERE kind IN ({kinds}) ORDER BY answer_request_id, id DESC
"""
ANSWERED = LAST.format(kinds="'answered'")
STATES_OF_STEPS = """
    SELECT request.id, (state, department_id),
           (CASE WHEN answered.kind IS NOT NULL THEN 'answered' ELSE owed.kind END, owner.to_department_id)
    FROM answers_answerrequest AS request
    LEFT JOIN ({answered}) AS answered ON answered.answer_request_id = request.id
    LEFT JOIN ({owed}) AS owed ON owed.answer_request_id = request.id
    LEFT JOIN ({owner}) AS owner ON owner.answer_request_id = request.id
    WHERE department_id IS DISTINCT FROM owner.to_department_id OR state <> CASE
        WHEN answered.kind IS NOT NULL THEN 'answered' WHEN owed.kind = 'in_review' THEN 'in_review' ELSE 'received' END
"""
ANSWERS_OF_STEPS = """
    SELECT request.id, (request.outcome, answered_at), (step.outcome, step.happened_at)
    FROM answers_answerrequest AS request LEFT JOIN ({answered}) AS step ON step.answer_request_id = request.id
    WHERE state = 'answered' AND (request.outcome, answered_at) IS DISTINCT FROM (step.outcome, step.happened_at)
"""


def wrong_clocks(now: datetime) -> Iterator[Breach]:
    """Requests due on a day that is not ten business days after they were taken up.

    A holiday that was proclaimed since would make the day a later one: a request keeps the day that it was given.
    """
    days = AnswerRequest.objects.annotate(received_on=TruncDate("received_at")).order_by()
    for received_on, due_on in days.values_list("received_on", "due_on").distinct().iterator():
        latest = add_business_days(received_on, BUSINESS_DAYS_TO_ANSWER)
        earliest = received_on + TWO_WEEKS - timedelta(days=max(0, received_on.weekday() - SATURDAY + 1))
        if not earliest <= due_on <= latest or due_on.weekday() >= SATURDAY:
            for key in days.filter(received_on=received_on, due_on=due_on).values_list("pk", flat=True):
                yield Breach(REQUESTS, str(key), f"due on {due_on}", f"ten business days after {received_on}: {latest}")


CLOCKS = (
    Invariant(
        name="answers.due_days",
        sentence="An answer is due ten business days after the day on which the comment was taken up.",
        table=REQUESTS,
        find=wrong_clocks,
    ),
    Invariant(
        name="answers.of_their_comment",
        sentence="A request is about the task of its comment, which is not the city's own; its answer stands in the same thread.",
        table=REQUESTS,
        sql="""
            SELECT request.id, (request.task_id, comment.department_id, reply.root_id, reply.department_id),
                   (comment.task_id, 'nobody', coalesce(comment.root_id, comment.id), 'a department')
            FROM answers_answerrequest AS request JOIN discussion_comment AS comment ON comment.id = comment_id
            LEFT JOIN discussion_comment AS reply ON reply.id = reply_id
            WHERE request.task_id <> comment.task_id OR comment.department_id IS NOT NULL OR (reply_id IS NOT NULL AND (
                reply.root_id IS DISTINCT FROM coalesce(comment.root_id, comment.id) OR reply.department_id IS NULL
            ))
        """,
    ),
)

STEPS = (
    Invariant(
        name="answers.first_step",
        sentence="A request has one first step, at the moment at which its clock began, and nothing before it.",
        table=REQUESTS,
        beside=("answers_answerstep",),
        sql="""
            SELECT request.id, (count, began_at, earliest), (1, received_at) FROM answers_answerrequest AS request
            LEFT JOIN (
                SELECT answer_request_id, count(*) FILTER (WHERE kind = 'received'), min(happened_at) AS earliest,
                       min(happened_at) FILTER (WHERE kind = 'received') AS began_at
                FROM answers_answerstep GROUP BY answer_request_id
            ) AS steps ON steps.answer_request_id = request.id
            WHERE (count, began_at, earliest) IS DISTINCT FROM (1::bigint, received_at, received_at)
        """,
    ),
    Invariant(
        name="answers.state_of_steps",
        sentence="How far an answer is, and which department owes it, is what its steps say.",
        table=REQUESTS,
        beside=("answers_answerstep",),
        sql=STATES_OF_STEPS.format(
            answered=ANSWERED,
            owed=LAST.format(kinds="'received', 'handed_over', 'in_review'"),
            owner=LAST.format(kinds="'received', 'handed_over'"),
        ),
    ),
    Invariant(
        name="answers.answered_by_step",
        sentence="An answer, its outcome and its moment are those of the step that gave it.",
        table=REQUESTS,
        beside=("answers_answerstep",),
        sql=ANSWERS_OF_STEPS.format(answered=ANSWERED),
    ),
)

PROMISES = (
    Invariant(
        name="answers.commitments_decided",
        sentence="Whether a commitment was kept was said in one step, at the moment that it names.",
        table="answers_commitment",
        sql="""
            SELECT commitment.id, (state, decided_at, steps), (kind, happened_at, 1) FROM answers_commitment AS commitment
            LEFT JOIN (
                SELECT commitment_id, count(*) AS steps, max(kind) AS kind, max(happened_at) AS happened_at
                FROM answers_answerstep WHERE commitment_id IS NOT NULL GROUP BY commitment_id
            ) AS said ON said.commitment_id = commitment.id
            WHERE (nullif(state, 'open'), decided_at) IS DISTINCT FROM (kind, happened_at) OR steps > 1
        """,
    ),
    Invariant(
        name="answers.commitments_of_answers",
        sentence="A commitment was made in an answer, and is tied to a milestone of the same task if to any.",
        table="answers_commitment",
        sql="""
            SELECT commitment.id, (request.state, milestone.task_id), ('answered', request.task_id)
            FROM answers_commitment AS commitment JOIN answers_answerrequest AS request ON request.id = answer_request_id
            LEFT JOIN progress_milestone AS milestone ON milestone.id = milestone_id
            WHERE request.state <> 'answered' OR milestone.task_id <> request.task_id OR made_at < received_at
        """,
    ),
)

INVARIANTS = (*CLOCKS, *STEPS, *PROMISES)
