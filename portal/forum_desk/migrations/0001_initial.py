import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('forums', '0001_initial'),
        ('registrations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('confirmed', 'with a seat'), ('waiting', 'on the waiting list'), ('checked_in', 'who came'), ('absent', 'with a seat who did not come')], max_length=12, verbose_name='to whom')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('recipients', models.JSONField(default=list, editable=False)),
                ('recipient_count', models.PositiveIntegerField(verbose_name='recipients')),
                ('handled_count', models.PositiveIntegerField(default=0, editable=False)),
                ('written_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='mails written')),
                ('form_key', models.UUIDField(unique=True)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='forums.forum')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
            },
        ),
        migrations.CreateModel(
            name='MailingCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written_at', models.DateTimeField()),
                ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='forum_desk.mailing')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registrations.registration')),
            ],
        ),
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
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='forums.forum')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='export_has_a_reason'), models.CheckConstraint(condition=models.Q(('format__in', ['csv', 'xlsx'])), name='export_format_is_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['confirmed', 'waiting', 'checked_in', 'absent'])), name='mailing_audience_is_known'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.CheckConstraint(condition=models.Q(('handled_count__lte', models.F('recipient_count')), ('written_count__lte', models.F('handled_count'))), name='mailing_counts_fit'),
        ),
        migrations.AddConstraint(
            model_name='mailingcopy',
            constraint=models.UniqueConstraint(fields=('mailing', 'registration'), name='mailing_copy_once'),
        ),
    ]
