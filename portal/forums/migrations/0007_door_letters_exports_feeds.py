import uuid
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0006_speakers_questions_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AttendeeExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('format', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX')], max_length=4, verbose_name='format')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('fetched_at', models.DateTimeField(blank=True, null=True, verbose_name='fetched at')),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('invited_at', models.DateTimeField(verbose_name='invited at')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
            ],
            options={
                'verbose_name': 'helper',
                'verbose_name_plural': 'helpers',
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('segment', models.CharField(choices=[('confirmed', 'with a seat'), ('waiting', 'on the waiting list'), ('checked_in', 'who came'), ('absent', 'with a seat who did not come')], max_length=12, verbose_name='to whom')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('recipient_count', models.PositiveIntegerField(verbose_name='recipients')),
                ('form_key', models.UUIDField(unique=True)),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('week', 'seven days before'), ('day', 'the day before'), ('same_day', 'on the morning of the day')], max_length=10)),
                ('sent_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('entered', 'entered'), ('already', 'had entered before'), ('cancelled', 'registration cancelled'), ('not_seated', 'on the waiting list'), ('other_forum', 'ticket of another forum'), ('replaced', 'ticket was replaced by a newer one'), ('forged', 'no ticket of the portal'), ('walked_in', 'came without registration'), ('taken_back', 'check-in taken back')], max_length=12, verbose_name='outcome')),
                ('people', models.PositiveSmallIntegerField(default=0, verbose_name='people')),
                ('scanned_at', models.DateTimeField(verbose_name='scanned at')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('is_offline', models.BooleanField(default=False, verbose_name='made offline')),
                ('told', models.CharField(blank=True, choices=[('entered', 'entered'), ('already', 'had entered before'), ('cancelled', 'registration cancelled'), ('not_seated', 'on the waiting list'), ('other_forum', 'ticket of another forum'), ('replaced', 'ticket was replaced by a newer one'), ('forged', 'no ticket of the portal'), ('walked_in', 'came without registration'), ('taken_back', 'check-in taken back')], max_length=12, verbose_name='what the device said')),
                ('device_key', models.UUIDField(blank=True, null=True, unique=True)),
                ('shown_hash', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'verbose_name': 'scan',
                'verbose_name_plural': 'scans',
            },
        ),
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('body_hash', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name='attendeeexport',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='forums.forum'),
        ),
        migrations.AddField(
            model_name='attendeeexport',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='calendarfeed',
            name='citizen',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='helper',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpers', to='forums.forum'),
        ),
        migrations.AddField(
            model_name='helper',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='helper',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='helping', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='forums.forum'),
        ),
        migrations.AddField(
            model_name='letter',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reminder',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='forums.registration'),
        ),
        migrations.AddField(
            model_name='scan',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='forums.forum'),
        ),
        migrations.AddField(
            model_name='scan',
            name='helper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scan',
            name='registration',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='forums.registration'),
        ),
        migrations.AddField(
            model_name='sentform',
            name='citizen',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sentform',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forums.forum'),
        ),
        migrations.AddField(
            model_name='sentform',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forums.registration'),
        ),
        migrations.AddConstraint(
            model_name='attendeeexport',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='export_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='attendeeexport',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['csv', 'xlsx'])), name='export_format_is_known'),
        ),
        migrations.AddConstraint(
            model_name='helper',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('forum', 'email'), name='helper_invited_once'),
        ),
        migrations.AddConstraint(
            model_name='helper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('person__isnull', True)), models.Q(('accepted_at__isnull', False), ('person__isnull', False)), _connector='OR'), name='helper_accepted_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('segment__in', ['confirmed', 'waiting', 'checked_in', 'absent'])), name='letter_segment_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('registration', 'kind'), name='reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['week', 'day', 'same_day'])), name='reminder_kind_is_known'),
        ),
        migrations.AddIndex(
            model_name='scan',
            index=models.Index(fields=['forum', '-received_at'], name='scan_newest'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['entered', 'already', 'cancelled', 'not_seated', 'other_forum', 'replaced', 'forged', 'walked_in', 'taken_back'])), name='scan_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sentform',
            constraint=models.UniqueConstraint(fields=('citizen', 'key'), name='sent_form_once'),
        ),
    ]
