import django.db.models.constraints
import django.db.models.deletion
import portal.registrations.models.questions
import portal.registrations.tickets.codes
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('forums', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('citizen', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('kind', models.CharField(choices=[('line', 'one line'), ('text', 'some sentences'), ('one_choice', 'one of several'), ('choices', 'any of several'), ('access', 'what somebody needs to take part'), ('file', 'a file')], max_length=12, verbose_name='kind of answer')),
                ('label', models.CharField(max_length=200, verbose_name='question')),
                ('label_ko', models.CharField(max_length=200, null=True, verbose_name='question')),
                ('label_en', models.CharField(max_length=200, null=True, verbose_name='question')),
                ('help', models.CharField(blank=True, max_length=300, verbose_name='explanation')),
                ('help_ko', models.CharField(blank=True, max_length=300, null=True, verbose_name='explanation')),
                ('help_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='explanation')),
                ('options', models.TextField(blank=True, verbose_name='what may be chosen, one a line')),
                ('options_ko', models.TextField(blank=True, null=True, verbose_name='what may be chosen, one a line')),
                ('options_en', models.TextField(blank=True, null=True, verbose_name='what may be chosen, one a line')),
                ('is_required', models.BooleanField(default=False, verbose_name='has to be answered')),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='forums.forum')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('online', 'on the portal'), ('door', 'at the door')], default='online', max_length=10, verbose_name='registered')),
                ('arrival', models.PositiveIntegerField(verbose_name='order of arrival')),
                ('state', models.CharField(choices=[('reserved', 'being filled in'), ('confirmed', 'confirmed'), ('waitlisted', 'on the waiting list'), ('offered', 'offered a seat'), ('cancelled', 'cancelled')], max_length=20, verbose_name='state')),
                ('ending', models.CharField(blank=True, choices=[('person', 'the person'), ('staff', 'an organiser'), ('account_closed', 'the account was closed'), ('reservation_lapsed', 'the form was not sent in time'), ('offer_declined', 'the offered seat was declined'), ('offer_lapsed', 'the offered seat was not accepted in time')], max_length=20, verbose_name='cancelled because')),
                ('party_size', models.PositiveSmallIntegerField(default=1, verbose_name='people')),
                ('least_seats', models.PositiveSmallIntegerField(default=1, verbose_name='fewest people who would come')),
                ('seats', models.PositiveSmallIntegerField(default=0, verbose_name='seats')),
                ('reserved_until', models.DateTimeField(blank=True, null=True, verbose_name='seats kept until')),
                ('is_reservation_extended', models.BooleanField(default=False, verbose_name='more time was asked for')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0, verbose_name='changes so far')),
                ('ticket_code', models.CharField(default=portal.registrations.tickets.codes.new_code, editable=False, max_length=8, verbose_name='ticket code')),
                ('ticket_version', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='version of the ticket')),
                ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled at')),
                ('checked_in_at', models.DateTimeField(blank=True, null=True, verbose_name='checked in at')),
                ('checked_in_people', models.PositiveSmallIntegerField(default=0, verbose_name='people who came')),
                ('anonymised_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='personal data erased at')),
                ('citizen', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to=settings.AUTH_USER_MODEL)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='forums.forum')),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
            },
        ),
        migrations.CreateModel(
            name='FormAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('chosen', models.JSONField(blank=True, default=list)),
                ('file', models.FileField(blank=True, upload_to=portal.registrations.models.questions._answer_path)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('file_type', models.CharField(blank=True, max_length=60)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='registrations.question')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='registrations.registration')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('week', 'seven days before'), ('day', 'the day before'), ('same_day', 'on the morning of the day')], max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='registrations.registration')),
            ],
        ),
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('body_hash', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField(db_index=True)),
                ('citizen', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forums.forum')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registrations.registration')),
            ],
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('forum', 'position'), name='question_position'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['line', 'text', 'one_choice', 'choices', 'access', 'file'])), name='question_kind_is_known'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['forum', 'state', 'arrival'], name='registration_queue'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(condition=models.Q(('reserved_until__isnull', False)), fields=['reserved_until'], name='registration_reserved'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('reserved', 'confirmed', 'offered', 'waitlisted'))), fields=('forum', 'citizen'), name='registration_one_live_per_person'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('forum', 'arrival'), name='registration_arrival'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('forum', 'ticket_code'), name='registration_ticket_code'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['reserved', 'confirmed', 'waitlisted', 'offered', 'cancelled'])), name='registration_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['online', 'door'])), name='registration_origin_is_known'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('arrival__gte', 1)), name='registration_arrival_from_1'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('citizen__isnull', False), ('origin', 'door'), ('anonymised_at__isnull', False), _connector='OR'), name='registration_belongs_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('least_seats__gte', 1), ('party_size__gte', models.F('least_seats'))), name='registration_party_is_sound'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seats__gte', models.F('least_seats')), ('seats__lte', models.F('party_size')), ('state__in', ('reserved', 'confirmed', 'offered'))), models.Q(models.Q(('state__in', ('reserved', 'confirmed', 'offered')), _negated=True), ('seats', 0)), _connector='OR'), name='registration_seats_fit_the_party'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reserved_until__isnull', False), ('state__in', ('reserved', 'offered'))), models.Q(models.Q(('state__in', ('reserved', 'offered')), _negated=True), ('reserved_until__isnull', True)), _connector='OR'), name='registration_reserved_for_a_time'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='registration_confirmed_has_time'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'waitlisted'), _negated=True), ('confirmed_at__isnull', True), _connector='OR'), name='registration_waiting_has_no_seat'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('ending__in', ['person', 'staff', 'account_closed', 'reservation_lapsed', 'offer_declined', 'offer_lapsed']), ('state', 'cancelled')), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True), ('ending', '')), _connector='OR'), name='registration_cancelled_has_time'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_in_at__isnull', True), ('checked_in_people', 0)), models.Q(('checked_in_at__isnull', False), ('checked_in_people__gte', 1), ('checked_in_people__lte', models.F('seats')), ('state', 'confirmed')), _connector='OR'), name='registration_no_check_in_without_a_seat'),
        ),
        migrations.AddConstraint(
            model_name='formanswer',
            constraint=models.UniqueConstraint(fields=('registration', 'question'), name='answer_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('registration', 'kind'), name='reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['week', 'day', 'same_day'])), name='reminder_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sentform',
            constraint=models.UniqueConstraint(fields=('citizen', 'key'), name='sent_form_once'),
        ),
    ]
