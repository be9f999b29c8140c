"""What is noted after the answer was given."""

from procrastinate.contrib.django import app

from portal.accounts.models import User
from portal.accounts.services import record_staff_entry


@app.task(queue="upkeep")
def note_wrong_code(person: int | None, network: str) -> None:
    """Put a wrong code of a sign-in on record; only of staff."""
    found = User.objects.filter(pk=person).first() if person else None
    if found:
        record_staff_entry(action="staff.sign_in_failed", person=found, network=network, is_theirs=False)
