import datetime
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0007_first_topics'),
        ('moderation', '0002_decisions_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='claim', serialize=False, to='discussion.comment', verbose_name='comment')),
                ('claimed_at', models.DateTimeField(verbose_name='claimed at')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='file name')),
                ('content_type', models.CharField(max_length=60)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
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
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
            },
        ),
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
            ],
            options={
                'verbose_name': 'suspension',
                'verbose_name_plural': 'suspensions',
            },
        ),
        migrations.CreateModel(
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requester_name', models.CharField(max_length=100, verbose_name='name')),
                ('requester_email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(default='ko', max_length=2)),
                ('relation', models.CharField(choices=[('self', 'It concerns me'), ('agent', 'I act for the person it concerns'), ('organisation', 'I act for an organisation it concerns')], max_length=20, verbose_name='relation')),
                ('right', models.CharField(choices=[('privacy', 'Privacy'), ('defamation', 'Defamation'), ('other', 'Another right')], max_length=20, verbose_name='right that is infringed')),
                ('claim', models.TextField(max_length=3000, verbose_name='what is infringed and how')),
                ('state', models.CharField(choices=[('unconfirmed', 'e-mail address not confirmed yet'), ('requested', 'waits for a decision'), ('blocked', 'temporarily blocked'), ('refused', 'refused'), ('lapsed', 'ended since the time was over'), ('lifted', 'ended by decision, visible again'), ('removed', 'ended by decision, hidden for good'), ('retracted', 'taken back by the requester'), ('moot', 'without object, the comment was withdrawn')], default='unconfirmed', max_length=20, verbose_name='state')),
                ('requested_at', models.DateTimeField(verbose_name='requested at')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='e-mail address confirmed at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason, as both sides read it')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='internal note, never shown to citizens')),
                ('blocked_from', models.DateTimeField(blank=True, null=True, verbose_name='blocked from')),
                ('blocked_until', models.DateTimeField(blank=True, null=True, verbose_name='blocked until')),
                ('objection', models.TextField(blank=True, max_length=2000, verbose_name="the author's objection")),
                ('objected_at', models.DateTimeField(blank=True, null=True, verbose_name='objected at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('ended_because', models.TextField(blank=True, max_length=1000, verbose_name='why it ended, as both sides read it')),
            ],
            options={
                'verbose_name': 'takedown',
                'verbose_name_plural': 'takedowns',
            },
        ),
        migrations.AlterModelOptions(
            name='moderationdecision',
            options={'permissions': [('decide', 'Can decide about reported comments'), ('everywhere', 'Can decide about comments of every task, and suspend people')], 'verbose_name': 'moderation decision', 'verbose_name_plural': 'moderation decisions'},
        ),
        migrations.RemoveConstraint(
            model_name='moderationdecision',
            name='decision_action_is_known',
        ),
        migrations.AddField(
            model_name='moderationdecision',
            name='batch',
            field=models.UUIDField(db_index=True, null=True, verbose_name='made in one act with'),
        ),
        migrations.AddField(
            model_name='moderationdecision',
            name='undoes',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='moderation.moderationdecision', verbose_name='takes back'),
        ),
        migrations.AddField(
            model_name='report',
            name='address_key',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='report',
            name='weight',
            field=models.PositiveSmallIntegerField(default=10, editable=False, verbose_name='weight'),
        ),
        migrations.AlterField(
            model_name='moderationdecision',
            name='action',
            field=models.CharField(choices=[('hide', 'hidden'), ('keep', 'stays visible'), ('restore', 'visible again'), ('publish', 'published after a look'), ('review', 'under review after reports'), ('lapse', 'visible again, since the time was over'), ('block', 'temporarily blocked'), ('unblock', 'block ended')], max_length=20, verbose_name='decision'),
        ),
        migrations.AlterField(
            model_name='moderationdecision',
            name='moderator',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator'),
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['hide', 'keep', 'restore', 'publish', 'review', 'lapse', 'block', 'unblock'])), name='decision_action_is_known'),
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('review', 'lapse')), ('moderator__isnull', True)), models.Q(models.Q(('action__in', ('review', 'lapse')), _negated=True), ('moderator__isnull', False)), _connector='OR'), name='decision_is_a_persons_unless_automatic'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decision',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='moderation.moderationdecision', verbose_name='decision'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided at first by'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='outcome',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='moderation.moderationdecision', verbose_name='decision that followed'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='ruled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ruled by'),
        ),
        migrations.AddField(
            model_name='claim',
            name='given_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='claim',
            name='moderator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to=settings.AUTH_USER_MODEL, verbose_name='moderator'),
        ),
        migrations.AddField(
            model_name='review',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='discussion.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='lifted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='moderator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='suspension',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='moderation.suspension', verbose_name='suspension'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takedowns', to='discussion.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='takedown',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='moderation.takedown', verbose_name='takedown'),
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
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ruled_at__isnull', True), ('ruled_by__isnull', True), ('state__in', ['open', 'withdrawn'])), models.Q(('reason__regex', '\\S'), ('ruled_at__isnull', False), ('ruled_by__isnull', False), ('state__in', ['upheld', 'reversed'])), _connector='OR'), name='appeal_ruling_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('ruled_by__isnull', True), models.Q(models.Q(('ruled_by', models.F('made_by')), _negated=True), models.Q(('ruled_by', models.F('author')), _negated=True)), _connector='OR'), name='appeal_is_ruled_by_somebody_else'),
        ),
        migrations.AddIndex(
            model_name='takedown',
            index=models.Index(condition=models.Q(('state', 'blocked')), fields=['blocked_until'], name='takedowns_that_will_lapse'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'blocked')), fields=('comment',), name='one_block_per_comment'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('blocked_from__isnull', True), ('blocked_until__isnull', True)), models.Q(('blocked_until__gt', models.F('blocked_from')), ('blocked_until__lte', django.db.models.expressions.CombinedExpression(models.F('blocked_from'), '+', models.Value(datetime.timedelta(days=30))))), _connector='OR'), name='takedown_blocks_thirty_days_at_most'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'blocked'), _negated=True), models.Q(('blocked_from__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False), ('ended_at__isnull', True)), _connector='OR'), name='takedown_block_says_since_when'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('objected_at__isnull', True), ('objection', '')), models.Q(('objected_at__isnull', False), ('objection__regex', '\\S')), _connector='OR'), name='takedown_objection_is_complete'),
        ),
    ]
