import django.contrib.postgres.indexes
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False, verbose_name='number')),
                ('happened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='happened at')),
                ('actor', models.BigIntegerField(null=True, verbose_name='who did it')),
                ('role', models.CharField(max_length=20, verbose_name='in which role')),
                ('action', models.CharField(max_length=60, verbose_name='what was done')),
                ('subject', models.CharField(max_length=120, verbose_name='to what')),
                ('person', models.BigIntegerField(null=True, verbose_name='whose personal data')),
                ('reason', models.TextField(verbose_name='why')),
                ('details', models.JSONField(default=dict, verbose_name='details')),
                ('previous_hash', models.CharField(db_default='', editable=False, max_length=64, verbose_name='hash before')),
                ('hash', models.CharField(db_default='', editable=False, max_length=64, verbose_name='hash')),
            ],
            options={
                'verbose_name': 'audit event',
                'verbose_name_plural': 'audit log',
                'indexes': [models.Index(condition=models.Q(('person__isnull', False)), fields=['person', 'number'], name='audit_event_of_person'), models.Index(fields=['subject', 'number'], name='audit_event_of_subject'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('details__has_key', 'people')), fastupdate=False, fields=['details'], name='audit_event_of_people', opclasses=['jsonb_path_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('action__regex', '^[a-z_]+(\\.[a-z_]+)+$')), name='audit_event_action_is_dotted'), models.CheckConstraint(condition=models.Q(('hash__regex', '^[0-9a-f]{64}$')), name='audit_event_hash_is_sha256')],
            },
        ),
        migrations.CreateModel(
            name='AuditLogHead',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_event_has_one_head')],
            },
        ),
        migrations.CreateModel(
            name='RateCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('window_started_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['window_started_at'], name='rate_counter_window')],
                'constraints': [models.UniqueConstraint(fields=('key', 'window_started_at'), name='one_counter_per_window')],
            },
        ),
    ]
