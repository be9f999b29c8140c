"""What must hold of mailings, of overbooking, and of forums whose people were erased."""

from portal.core.invariants import Invariant

INVARIANTS = (
    Invariant(
        name="forum_desk.mailing_counts",
        sentence="A mailing went to as many as its list says, and as many mails were written as it counts.",
        table="forum_desk_mailing",
        beside=("forum_desk_mailingcopy",),
        # The copies go with the registration that is erased; the number stays.
        sql="""
            SELECT mailing.id, (recipient_count, written_count), (jsonb_array_length(recipients), coalesce(copies, 0))
            FROM forum_desk_mailing AS mailing JOIN forums_forum AS forum ON forum.id = forum_id
            LEFT JOIN (SELECT mailing_id, count(*) AS copies FROM forum_desk_mailingcopy GROUP BY mailing_id) AS written
                ON written.mailing_id = mailing.id
            WHERE recipient_count <> jsonb_array_length(recipients) OR written_count < coalesce(copies, 0)
                OR (written_count > coalesce(copies, 0) AND NOT EXISTS (
                    SELECT FROM registrations_registration AS erased
                    WHERE erased.forum_id = mailing.forum_id AND erased.anonymised_at IS NOT NULL
                ))
        """,
    ),
    Invariant(
        name="forum_desk.mailings_go_on",
        sentence="A mailing that is not written to everybody has a job that goes on with it, or that failed or was stopped.",
        table="forum_desk_mailing",
        sql="""
            SELECT id, handled_count || ' of ' || recipient_count, 'a job' FROM forum_desk_mailing AS mailing
            WHERE handled_count < recipient_count AND NOT EXISTS (
                SELECT FROM procrastinate_jobs WHERE task_name = 'portal.forum_desk.jobs.write_mailing'
                AND status IN ('todo', 'doing', 'failed', 'cancelled', 'aborted') AND args ->> 'mailing_id' = mailing.id::text
            )
        """,
    ),
    Invariant(
        name="forum_desk.overbooking_recorded",
        sentence="That a forum is overbooked was somebody's decision, and stands in the audit log.",
        table="forums_forum",
        sql="""
            SELECT id, overbooked_seats, 'an entry in the audit log' FROM forums_forum AS forum
            WHERE seats_taken > capacity AND NOT EXISTS (
                SELECT FROM core_auditevent WHERE subject = 'forum:' || forum.id AND action = 'forum.capacity_changed'
            ) AND NOT EXISTS (
                SELECT FROM core_auditevent JOIN registrations_registration AS registration
                ON subject = 'registration:' || registration.id
                WHERE action = 'door.walked_in' AND registration.forum_id = forum.id
            )
        """,
    ),
    Invariant(
        name="forum_desk.erased_forums_are_empty",
        sentence="Of a forum whose people were erased no person, helper, form or mailing's copy is left.",
        table="forums_forum",
        sql="""
            SELECT id, 'somebody', 'nobody' FROM forums_forum AS forum
            WHERE anonymised_at IS NOT NULL AND (
                EXISTS (SELECT FROM registrations_registration WHERE forum_id = forum.id AND anonymised_at IS NULL)
                OR EXISTS (SELECT FROM door_helper WHERE forum_id = forum.id)
                OR EXISTS (SELECT FROM door_scan WHERE forum_id = forum.id AND shown_hash <> '')
                OR EXISTS (SELECT FROM registrations_sentform WHERE forum_id = forum.id)
                OR EXISTS (
                    SELECT FROM forum_desk_mailingcopy AS copy JOIN forum_desk_mailing AS mailing ON mailing.id = mailing_id
                    WHERE mailing.forum_id = forum.id
                )
            )
        """,
    ),
    Invariant(
        name="forum_desk.erased_in_time",
        sentence="Who came to a forum is erased within two days of the day that was promised.",
        table="forums_forum",
        sql="""
            SELECT id, 'kept since ' || ends_at, 'erased after ' || retention_days || ' days' FROM forums_forum
            WHERE state <> 'draft' AND anonymised_at IS NULL
                AND ends_at + make_interval(days => retention_days + 2) < %(now)s::timestamptz
        """,
        needs_worker=True,
    ),
)
