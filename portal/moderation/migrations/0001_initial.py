import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('discussion', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DailySummary',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='day')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
            ],
            options={
                'verbose_name': 'daily summary',
                'verbose_name_plural': 'daily summaries',
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='claim', serialize=False, to='discussion.comment', verbose_name='comment')),
                ('claimed_at', models.DateTimeField(verbose_name='claimed at')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
            },
        ),
        migrations.CreateModel(
            name='ModerationDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('hide', 'hidden'), ('keep', 'stays visible'), ('restore', 'visible again'), ('publish', 'published after a look'), ('review', 'under review after reports'), ('lapse', 'visible again, since the time was over'), ('block', 'temporarily blocked'), ('unblock', 'block ended'), ('undo', 'taken back')], max_length=20, verbose_name='decision')),
                ('rule', models.CharField(blank=True, choices=[('personal_data', 'Personal data'), ('defamation', 'Defamation'), ('abuse', 'Abuse or hatred'), ('spam', 'Spam or advertising'), ('election_law', 'Election law'), ('off_topic', 'Off topic')], max_length=20, verbose_name='rule')),
                ('reason', models.TextField(max_length=1000, verbose_name='reason, as the author and the public read it')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='internal note, never shown to citizens')),
                ('created_at', models.DateTimeField(db_index=True, verbose_name='decided at')),
                ('batch', models.UUIDField(db_index=True, null=True, verbose_name='made in one act with')),
                ('state_before', models.CharField(blank=True, choices=[('published', 'Published'), ('pending', 'Held for review'), ('under_review', 'Under review'), ('hidden', 'Hidden'), ('taken_down', 'Temporarily blocked'), ('withdrawn', 'Withdrawn')], default='', max_length=20, verbose_name='state before')),
                ('rule_before', models.CharField(blank=True, choices=[('personal_data', 'Personal data'), ('defamation', 'Defamation'), ('abuse', 'Abuse or hatred'), ('spam', 'Spam or advertising'), ('election_law', 'Election law'), ('off_topic', 'Off topic')], default='', max_length=20, verbose_name='rule before')),
                ('pending_for_before', models.CharField(blank=True, choices=[('personal_data', 'Personal data'), ('screening', 'Every comment here is looked at first'), ('first_comment', 'First comment'), ('link', 'Link from a new account'), ('repeated', 'Same text again')], default='', max_length=20, verbose_name='held before for')),
                ('blocked_until_before', models.DateTimeField(blank=True, null=True, verbose_name='blocked before until')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='discussion.comment', verbose_name='comment')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='moderation.moderationdecision', verbose_name='takes back')),
            ],
            options={
                'verbose_name': 'moderation decision',
                'verbose_name_plural': 'moderation decisions',
                'permissions': [('decide', 'Can decide about reported comments'), ('everywhere', 'Can decide about comments of every task, and suspend people')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_key', models.CharField(editable=False, max_length=64, verbose_name='person key')),
                ('reason', models.CharField(choices=[('personal_data', 'Personal data'), ('defamation', 'Defamation'), ('abuse', 'Abuse or hatred'), ('spam', 'Spam or advertising'), ('election_law', 'Election law'), ('off_topic', 'Off topic')], max_length=20, verbose_name='reason')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='what the moderator should know')),
                ('weight', models.PositiveSmallIntegerField(default=10, editable=False, verbose_name='weight')),
                ('address_key', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(verbose_name='reported at')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='discussion.comment', verbose_name='comment')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled_reports', to='moderation.moderationdecision', verbose_name='settled by')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reporter')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='weight')),
                ('began_at', models.DateTimeField(verbose_name='began at')),
                ('lapses_at', models.DateTimeField(verbose_name='lapses at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('outcome', models.CharField(choices=[('open', 'open'), ('decided', 'decided'), ('lapsed', 'lapsed')], default='open', max_length=10, verbose_name='outcome')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='discussion.comment', verbose_name='comment')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
            },
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['hide', 'keep', 'restore', 'publish', 'review', 'lapse', 'block', 'unblock', 'undo'])), name='decision_action_is_known'),
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['', 'personal_data', 'defamation', 'abuse', 'spam', 'election_law', 'off_topic'])), name='decision_rule_is_known'),
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'hide'), _negated=True), models.Q(('rule', ''), _negated=True), _connector='OR'), name='decision_to_hide_names_its_rule'),
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('review', 'lapse')), ('moderator__isnull', True)), ('action__in', ('unblock',)), models.Q(models.Q(('action__in', ('review', 'lapse')), _negated=True), ('moderator__isnull', False)), _connector='OR'), name='decision_is_a_persons_unless_automatic'),
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='decision_gives_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'undo'), _negated=True), ('undoes__isnull', False), _connector='OR'), name='decision_to_undo_names_what'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('decision__isnull', True)), fields=['comment', 'created_at'], name='reports_that_wait'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('comment', 'reporter'), name='one_report_per_account'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('comment', 'person_key'), name='one_report_per_person'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['personal_data', 'defamation', 'abuse', 'spam', 'election_law', 'off_topic'])), name='report_reason_is_known'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('person_key', ''), _negated=True), name='report_is_by_a_verified_person'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('outcome', 'open')), fields=['lapses_at'], name='reviews_that_will_lapse'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'open')), fields=('comment',), name='one_open_review_per_comment'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['open', 'decided', 'lapsed'])), name='review_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('lapses_at__gt', models.F('began_at'))), name='review_lapses_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='review_that_ended_says_when'),
        ),
    ]
