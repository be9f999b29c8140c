import datetime
import django.db.models.deletion
import django.db.models.expressions
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
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requester_name', models.CharField(max_length=100, verbose_name='name')),
                ('requester_email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(default='ko', max_length=2)),
                ('relation', models.CharField(choices=[('self', 'It concerns me'), ('agent', 'I act for the person it concerns'), ('organisation', 'I act for an organisation it concerns')], max_length=20, verbose_name='relation')),
                ('right', models.CharField(choices=[('privacy', 'Privacy'), ('defamation', 'Defamation'), ('other', 'Another right')], max_length=20, verbose_name='right that is infringed')),
                ('statement', models.TextField(max_length=3000, verbose_name='what is infringed and how')),
                ('state', models.CharField(choices=[('unconfirmed', 'e-mail address not confirmed yet'), ('requested', 'waits for a decision'), ('blocked', 'temporarily blocked'), ('refused', 'refused'), ('lapsed', 'ended since the time was over'), ('lifted', 'ended by decision, visible again'), ('removed', 'ended by decision, hidden for good'), ('retracted', 'taken back by the requester'), ('obsolete', 'without object, the comment was withdrawn')], default='unconfirmed', max_length=20, verbose_name='state')),
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
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takedowns', to='discussion.comment', verbose_name='comment')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
            ],
            options={
                'verbose_name': 'takedown',
                'verbose_name_plural': 'takedowns',
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
                ('takedown', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='takedowns.takedown', verbose_name='takedown')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
            },
        ),
        migrations.AddIndex(
            model_name='takedown',
            index=models.Index(condition=models.Q(('state', 'blocked')), fields=['blocked_until'], name='takedowns_that_will_lapse'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('unconfirmed', 'requested', 'blocked', 'refused', 'lapsed', 'lifted', 'removed', 'retracted', 'obsolete'))), name='takedown_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(('relation__in', ('self', 'agent', 'organisation'))), name='takedown_relation_is_known'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(('right__in', ('privacy', 'defamation', 'other'))), name='takedown_right_is_known'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('state', 'unconfirmed')), models.Q(models.Q(('state', 'unconfirmed'), _negated=True), ('confirmed_at__isnull', False)), _connector='OR'), name='takedown_is_confirmed_before_anything_else'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('unconfirmed', 'requested', 'blocked'))), models.Q(models.Q(('state__in', ('unconfirmed', 'requested', 'blocked')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='takedown_that_ended_says_when'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('reason__regex', '\\S')), _connector='OR'), name='takedown_decision_is_complete'),
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
