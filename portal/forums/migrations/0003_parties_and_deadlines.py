import django.db.models.deletion
import portal.forums.ticket_codes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0002_states_are_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='forum',
            name='forum_slug_is_free',
        ),
        migrations.RemoveConstraint(
            model_name='forum',
            name='forum_seats_within_arrivals',
        ),
        migrations.RemoveConstraint(
            model_name='registration',
            name='registration_one_live_per_person',
        ),
        migrations.RemoveConstraint(
            model_name='registration',
            name='registration_cancelled_has_time',
        ),
        migrations.RemoveConstraint(
            model_name='registration',
            name='registration_state_is_known',
        ),
        migrations.AddField(
            model_name='forum',
            name='anonymised_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="attendees' data erased at"),
        ),
        migrations.AddField(
            model_name='forum',
            name='changes_close_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='people may change or cancel until'),
        ),
        migrations.AddField(
            model_name='forum',
            name='companions_limit',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='companions that one person may bring'),
        ),
        migrations.AddField(
            model_name='forum',
            name='freezes_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='waiting list stands still from'),
        ),
        migrations.AddField(
            model_name='forum',
            name='handover',
            field=models.CharField(choices=[('at_once', 'The seat is theirs at once'), ('offer', 'The seat is offered, to be accepted within a time')], default='at_once', max_length=10, verbose_name='freed seats'),
        ),
        migrations.AddField(
            model_name='forum',
            name='offer_hours',
            field=models.PositiveSmallIntegerField(default=24, verbose_name='hours to accept an offered seat'),
        ),
        migrations.AddField(
            model_name='forum',
            name='online_url',
            field=models.URLField(blank=True, max_length=300, verbose_name='link for taking part online'),
        ),
        migrations.AddField(
            model_name='forum',
            name='reminds_a_day_before',
            field=models.BooleanField(default=True, verbose_name='remind the day before'),
        ),
        migrations.AddField(
            model_name='forum',
            name='reminds_a_week_before',
            field=models.BooleanField(default=False, verbose_name='remind seven days before'),
        ),
        migrations.AddField(
            model_name='forum',
            name='reminds_on_the_day',
            field=models.BooleanField(default=False, verbose_name='remind on the morning of the day'),
        ),
        migrations.AddField(
            model_name='forum',
            name='residents_first_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='until then for verified residents only'),
        ),
        migrations.AddField(
            model_name='forum',
            name='retention_days',
            field=models.PositiveSmallIntegerField(default=30, verbose_name="days after which attendees' data is erased"),
        ),
        migrations.AddField(
            model_name='registration',
            name='anonymised_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='personal data erased at'),
        ),
        migrations.AddField(
            model_name='registration',
            name='checked_in_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='checked in at'),
        ),
        migrations.AddField(
            model_name='registration',
            name='checked_in_people',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='people who came'),
        ),
        migrations.AddField(
            model_name='registration',
            name='ending',
            field=models.CharField(blank=True, choices=[('person', 'the person'), ('staff', 'an organiser'), ('account_closed', 'the account was closed'), ('hold_lapsed', 'the form was not sent in time'), ('offer_declined', 'the offered seat was declined'), ('offer_lapsed', 'the offered seat was not accepted in time')], max_length=20, verbose_name='cancelled because'),
        ),
        migrations.AddField(
            model_name='registration',
            name='is_hold_extended',
            field=models.BooleanField(default=False, verbose_name='more time was asked for'),
        ),
        migrations.AddField(
            model_name='registration',
            name='kept_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='seats kept until'),
        ),
        migrations.AddField(
            model_name='registration',
            name='least_seats',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='fewest people who would come'),
        ),
        migrations.AddField(
            model_name='registration',
            name='origin',
            field=models.CharField(choices=[('online', 'on the portal'), ('door', 'at the door')], default='online', max_length=10, verbose_name='registered'),
        ),
        migrations.AddField(
            model_name='registration',
            name='party_size',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='people'),
        ),
        migrations.AddField(
            model_name='registration',
            name='seats',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='seats'),
        ),
        migrations.AddField(
            model_name='registration',
            name='ticket_code',
            field=models.CharField(default=portal.forums.ticket_codes.new_code, editable=False, max_length=8, verbose_name='ticket code'),
        ),
        migrations.AddField(
            model_name='registration',
            name='ticket_version',
            field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='version of the ticket'),
        ),
        migrations.AlterField(
            model_name='registration',
            name='citizen',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='registration',
            name='state',
            field=models.CharField(choices=[('held', 'being filled in'), ('confirmed', 'confirmed'), ('waitlisted', 'on the waiting list'), ('offered', 'offered a seat'), ('cancelled', 'cancelled')], max_length=20, verbose_name='state'),
        ),
    ]
