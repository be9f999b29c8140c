"""Registrations from before parties: one person each, with a ticket of their own."""

from django.db import migrations
from django.db.models import F

from portal.forums.ticket_codes import new_code


def fill_in(apps, schema_editor) -> None:
    forum, registration = apps.get_model("forums", "Forum"), apps.get_model("forums", "Registration")
    registration.objects.filter(state="confirmed").update(seats=1)
    registration.objects.filter(state="cancelled").update(ending="person")
    # Offers were never made so far.
    registration.objects.filter(state="offered").update(state="confirmed", seats=1, confirmed_at=F("registered_at"))
    for row in registration.objects.only("pk").iterator():
        registration.objects.filter(pk=row.pk).update(ticket_code=new_code())
    forum.objects.filter(seats_taken__lte=F("capacity")).update(overbooked_seats=0)
    forum.objects.filter(seats_taken__gt=F("capacity")).update(overbooked_seats=F("seats_taken") - F("capacity"))


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0003_parties_and_deadlines"),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
