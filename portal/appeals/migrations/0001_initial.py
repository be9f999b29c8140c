import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('moderation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_key', models.CharField(blank=True, editable=False, max_length=64)),
                ('rule', models.CharField(choices=[('personal_data', 'Personal data'), ('defamation', 'Defamation'), ('abuse', 'Abuse or hatred'), ('spam', 'Spam or advertising'), ('election_law', 'Election law'), ('off_topic', 'Off topic')], max_length=20, verbose_name='rule')),
                ('reason', models.TextField(max_length=1000, verbose_name='reason, as the person reads it')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='internal note, never shown to citizens')),
                ('began_at', models.DateTimeField(verbose_name='began at')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('batch', models.UUIDField(blank=True, editable=False, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted at')),
                ('lifted_because', models.TextField(blank=True, max_length=1000, verbose_name='why it was lifted')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'suspension',
                'verbose_name_plural': 'suspensions',
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='why the author disagrees')),
                ('created_at', models.DateTimeField(verbose_name='appealed at')),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('state', models.CharField(choices=[('open', 'waiting for a ruling'), ('upheld', 'decision confirmed'), ('reversed', 'decision reversed'), ('withdrawn', 'taken back by the author')], default='open', max_length=10, verbose_name='state')),
                ('ruled_at', models.DateTimeField(blank=True, null=True, verbose_name='ruled at')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason of the ruling, as the author reads it')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='internal note, never shown to citizens')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('decision', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='moderation.moderationdecision', verbose_name='decision')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided at first by')),
                ('outcome', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='moderation.moderationdecision', verbose_name='decision that followed')),
                ('ruled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ruled by')),
                ('suspension', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='appeals.suspension', verbose_name='suspension')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
            },
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('person',), name='one_suspension_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['personal_data', 'defamation', 'abuse', 'spam', 'election_law', 'off_topic'])), name='suspension_rule_is_known'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='suspension_gives_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('began_at'))), name='suspension_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('moderator')), _negated=True), name='nobody_suspends_themselves'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_at'], name='appeals_that_wait'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', True), ('suspension__isnull', False)), models.Q(('decision__isnull', False), ('suspension__isnull', True)), _connector='OR'), name='appeal_is_against_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'upheld', 'reversed', 'withdrawn'])), name='appeal_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='appeal_says_why'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__isnull', True), ('ruled_at__isnull', True), ('ruled_by__isnull', True), ('state__in', ['open', 'withdrawn'])), models.Q(('reason__regex', '\\S'), ('ruled_at__isnull', False), ('ruled_by__isnull', False), ('state__in', ['upheld', 'reversed'])), models.Q(('ruled_at__isnull', False), ('ruled_by__isnull', True), ('state', 'reversed'), models.Q(('outcome__isnull', False), ('suspension__isnull', False), _connector='OR')), _connector='OR'), name='appeal_ruling_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('ruled_by__isnull', True), models.Q(models.Q(('ruled_by', models.F('made_by')), _negated=True), models.Q(('ruled_by', models.F('author')), _negated=True)), _connector='OR'), name='appeal_is_ruled_by_somebody_else'),
        ),
    ]
