"""What must hold of the door: who came in is what its scans say."""

from portal.core.invariants import Invariant

INVARIANTS = (
    Invariant(
        name="door.scans_of_their_forum",
        sentence="A scan is of a registration for the forum at whose door it was made.",
        table="door_scan",
        sql="""
            SELECT scan.id, registration.forum_id, scan.forum_id FROM door_scan AS scan
            JOIN registrations_registration AS registration ON registration.id = registration_id
            WHERE scan.forum_id <> registration.forum_id
        """,
    ),
    Invariant(
        name="door.checked_in",
        sentence="Whether a party is in, since when and how many of them, is what the door said last.",
        table="registrations_registration",
        beside=("door_scan",),
        # A device may have sent people away whom the portal would have let in: such a scan lets nobody in.
        sql="""
            SELECT registration.id, (checked_in_at, checked_in_people),
                   (CASE WHEN outcome <> 'taken_back' THEN scanned_at END, CASE WHEN outcome <> 'taken_back' THEN people END)
            FROM registrations_registration AS registration
            LEFT JOIN (
                SELECT DISTINCT ON (registration_id) registration_id, outcome, people, scanned_at FROM door_scan
                WHERE outcome = 'taken_back' OR (outcome IN ('entered', 'walked_in') AND people > 0)
                ORDER BY registration_id, id DESC
            ) AS last ON last.registration_id = registration.id
            WHERE (checked_in_at, checked_in_people) IS DISTINCT FROM (
                CASE WHEN outcome <> 'taken_back' THEN scanned_at END,
                CASE WHEN outcome <> 'taken_back' THEN people ELSE 0 END
            )
        """,
    ),
)
