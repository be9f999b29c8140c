"""What must hold of seats, the waiting list, and what people entered."""

from collections.abc import Iterator
from datetime import datetime

from portal.core.invariants import Breach, Invariant
from portal.registrations.models.questions import FormAnswer

REGISTRATIONS, FORUMS = "registrations_registration", "forums_forum"

SEATS = (
    Invariant(
        name="registrations.seats_taken",
        sentence="The seats taken at a forum are those that its registrations have: confirmed, offered or reserved.",
        table=FORUMS,
        beside=(REGISTRATIONS,),
        sql="""
            SELECT forum.id, seats_taken, coalesce(seats, 0) FROM forums_forum AS forum
            LEFT JOIN (
                SELECT forum_id, sum(seats) FILTER (WHERE state IN ('reserved', 'confirmed', 'offered')) AS seats
                FROM registrations_registration GROUP BY forum_id
            ) AS counted ON counted.forum_id = forum.id
            WHERE seats_taken <> coalesce(seats, 0)
        """,
    ),
    Invariant(
        name="registrations.overbooked",
        sentence="A forum says by how many seats it is beyond its capacity.",
        table=FORUMS,
        sql="""
            SELECT id, overbooked_seats, greatest(0, seats_taken - capacity) FROM forums_forum
            WHERE overbooked_seats <> greatest(0, seats_taken - capacity)
        """,
    ),
    Invariant(
        name="registrations.arrivals",
        sentence="The registrations of a forum came as number 1, 2, 3 and so on, without a gap, and the forum knows the last.",
        table=FORUMS,
        beside=(REGISTRATIONS,),
        sql="""
            SELECT forum.id, (last_arrival, coalesce(latest, 0)), coalesce(count, 0) FROM forums_forum AS forum
            LEFT JOIN (
                SELECT forum_id, count(*), max(arrival) AS latest FROM registrations_registration GROUP BY forum_id
            ) AS counted ON counted.forum_id = forum.id
            WHERE last_arrival <> coalesce(count, 0) OR coalesce(latest, 0) <> coalesce(count, 0)
        """,
    ),
    Invariant(
        name="registrations.nobody_overtakes",
        sentence="Whoever came later than somebody who waits has no seat either, but for those let in at the door.",
        table=REGISTRATIONS,
        sql="""
            SELECT later.id, (later.state, later.arrival), 'behind ' || first.arrival FROM registrations_registration AS later
            JOIN (
                SELECT forum_id, min(arrival) AS arrival FROM registrations_registration AS waiting
                JOIN accounts_user AS citizen ON citizen.id = citizen_id
                WHERE state = 'waitlisted' AND citizen.is_active GROUP BY forum_id
            ) AS first ON first.forum_id = later.forum_id AND first.arrival < later.arrival
            WHERE later.state IN ('reserved', 'confirmed', 'offered') AND later.origin = 'online'
        """,
    ),
    Invariant(
        name="registrations.no_seat_idle",
        sentence="No seat is free for whoever waits longest, as long as seats are given out.",
        table=FORUMS,
        beside=(REGISTRATIONS,),
        sql="""
            SELECT forum.id, capacity - seats_taken || ' free', 'given to ' || first.id FROM forums_forum AS forum
            JOIN (
                SELECT DISTINCT ON (forum_id) waiting.id, forum_id, least_seats FROM registrations_registration AS waiting
                JOIN accounts_user AS citizen ON citizen.id = citizen_id
                WHERE state = 'waitlisted' AND citizen.is_active ORDER BY forum_id, arrival
            ) AS first ON first.forum_id = forum.id
            WHERE forum.state = 'published' AND %(now)s < coalesce(freezes_at, starts_at)
                AND capacity - seats_taken >= least_seats
        """,
    ),
    Invariant(
        name="registrations.seats_kept_for_a_time",
        sentence="Nobody keeps a seat an hour longer than it was reserved or offered for.",
        table=REGISTRATIONS,
        sql="""
            SELECT id, (state, reserved_until), 'ended' FROM registrations_registration
            WHERE state IN ('reserved', 'offered') AND reserved_until < %(now)s::timestamptz - interval '1 hour'
        """,
        needs_worker=True,
    ),
)


def answers_without_file(now: datetime) -> Iterator[Breach]:
    """Answers whose file is not where it was put."""
    for answer in FormAnswer.objects.exclude(file="").only("file").order_by("pk").iterator():
        if not answer.file.storage.exists(answer.file.name or ""):
            yield Breach("registrations_formanswer", str(answer.pk), "no file", answer.file.name or "")


ENTERED = (
    Invariant(
        name="registrations.answers_of_their_forum",
        sentence="What somebody answered is an answer to a question of their forum.",
        table="registrations_formanswer",
        sql="""
            SELECT answer.id, question.forum_id, registration.forum_id FROM registrations_formanswer AS answer
            JOIN registrations_question AS question ON question.id = question_id
            JOIN registrations_registration AS registration ON registration.id = registration_id
            WHERE question.forum_id <> registration.forum_id
        """,
    ),
    Invariant(
        name="registrations.files_are_there",
        sentence="Every file that somebody sent with a form is there.",
        table="registrations_formanswer",
        find=answers_without_file,
    ),
    Invariant(
        name="registrations.sent_forms",
        sentence="A form that was sent belongs to the registration that it made: the same person, the same forum.",
        table="registrations_sentform",
        sql="""
            SELECT form.id, (form.citizen_id, form.forum_id), (registration.citizen_id, registration.forum_id)
            FROM registrations_sentform AS form
            JOIN registrations_registration AS registration ON registration.id = registration_id
            WHERE (form.citizen_id, form.forum_id) IS DISTINCT FROM (registration.citizen_id, registration.forum_id)
        """,
    ),
    Invariant(
        name="registrations.erased_is_empty",
        sentence="Of a registration whose personal data was erased no name, answer, reminder, form or mail is left.",
        table=REGISTRATIONS,
        sql="""
            SELECT id, 'something of a person', 'nothing' FROM registrations_registration AS erased
            WHERE anonymised_at IS NOT NULL AND (
                citizen_id IS NOT NULL
                OR EXISTS (SELECT FROM registrations_formanswer WHERE registration_id = erased.id)
                OR EXISTS (SELECT FROM registrations_reminder WHERE registration_id = erased.id)
                OR EXISTS (SELECT FROM registrations_sentform WHERE registration_id = erased.id)
                OR EXISTS (SELECT FROM notifications_notification WHERE about = 'registration:' || erased.id)
            )
        """,
    ),
)

INVARIANTS = (*SEATS, *ENTERED)
