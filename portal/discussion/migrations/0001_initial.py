import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('plan', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='slug')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('name_ko', models.CharField(max_length=40, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=40, null=True, verbose_name='name')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered to authors')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
            },
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='discussion', serialize=False, to='plan.task', verbose_name='task')),
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=10, verbose_name='state')),
                ('screening', models.CharField(choices=[('at_once', 'Publish at once'), ('first_comment', "Look at a person's first comment first"), ('all', 'Look at every comment first')], default='at_once', max_length=20, verbose_name='screening')),
            ],
            options={
                'verbose_name': 'discussion',
                'verbose_name_plural': 'discussions',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed'])), name='discussion_state_known'), models.CheckConstraint(condition=models.Q(('screening__in', ['at_once', 'first_comment', 'all'])), name='discussion_screening_known')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_key', models.CharField(blank=True, editable=False, max_length=64)),
                ('depth', models.PositiveSmallIntegerField(default=0, verbose_name='depth')),
                ('ancestry', models.CharField(blank=True, db_collation='C', editable=False, max_length=36)),
                ('path', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat('ancestry', models.Case(models.When(department=None, then=django.db.models.functions.text.LPad(django.db.models.functions.comparison.Cast('id', models.CharField()), 12, models.Value('0'))), default=django.db.models.functions.text.Concat(models.Value('-'), django.db.models.functions.text.LPad(django.db.models.functions.comparison.Cast('id', models.CharField()), 11, models.Value('0'))))), output_field=models.CharField(db_collation='C', max_length=48))),
                ('body', models.TextField(verbose_name='text')),
                ('words_key', models.CharField(blank=True, editable=False, max_length=32)),
                ('stance', models.CharField(blank=True, choices=[('for', 'For'), ('neutral', 'Neutral'), ('against', 'Against')], max_length=10, verbose_name='stance')),
                ('state', models.CharField(choices=[('published', 'Published'), ('pending', 'Held for review'), ('under_review', 'Under review'), ('hidden', 'Hidden'), ('taken_down', 'Temporarily blocked'), ('withdrawn', 'Withdrawn')], default='published', max_length=20, verbose_name='state')),
                ('pending_for', models.CharField(blank=True, choices=[('personal_data', 'Personal data'), ('screening', 'Every comment here is looked at first'), ('first_comment', 'First comment'), ('link', 'Link from a new account'), ('repeated', 'Same text again')], max_length=20, verbose_name='held for')),
                ('rule', models.CharField(blank=True, choices=[('personal_data', 'Personal data'), ('defamation', 'Defamation'), ('abuse', 'Abuse or hatred'), ('spam', 'Spam or advertising'), ('election_law', 'Election law'), ('off_topic', 'Off topic')], max_length=20, verbose_name='rule')),
                ('state_changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='state changed at')),
                ('blocked_until', models.DateTimeField(blank=True, null=True, verbose_name='blocked until')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written at')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='edited at')),
                ('officially_answered_at', models.DateTimeField(blank=True, null=True, verbose_name='officially answered at')),
                ('form_key', models.UUIDField(editable=False)),
                ('agree_count', models.IntegerField(default=0, verbose_name='agree')),
                ('disagree_count', models.IntegerField(default=0, verbose_name='disagree')),
                ('pass_count', models.IntegerField(default=0, verbose_name='pass')),
                ('reply_count', models.IntegerField(default=0, verbose_name='replies')),
                ('agreement', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', models.Value(1.920729440648)), '-', django.db.models.expressions.CombinedExpression(models.Value(1.959964), '*', django.db.models.functions.math.Sqrt(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '*', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '-', django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()))), '/', django.db.models.functions.comparison.Greatest(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), 1.0)), '+', models.Value(0.960364720324))))), '/', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '+', models.Value(3.841458881296))), output_field=models.FloatField())),
                ('divisiveness', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.Value(2.0), '*', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '+', models.Value(1.920729440648)), '-', django.db.models.expressions.CombinedExpression(models.Value(1.959964), '*', django.db.models.functions.math.Sqrt(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '*', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '-', django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())))), '/', django.db.models.functions.comparison.Greatest(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), 1.0)), '+', models.Value(0.960364720324))))), '/', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '+', models.Value(3.841458881296)))), output_field=models.FloatField())),
                ('answered', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers_beside', to='discussion.comment')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='official_replies', to='plan.department', verbose_name='department')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='discussion.comment')),
                ('root', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='thread', to='discussion.comment')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='plan.task', verbose_name='task')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='discussion.topic', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'permissions': [('reply_officially', 'Can answer in the name of a department')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_key', models.CharField(max_length=64)),
                ('value', models.CharField(choices=[('agree', 'Agree'), ('disagree', 'Disagree'), ('pass', 'Pass')], max_length=10)),
                ('voted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='discussion.comment')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SearchTerms',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_terms', serialize=False, to='discussion.comment')),
                ('terms', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['terms'], name='comment_found_by_terms')],
            },
        ),
        migrations.CreateModel(
            name='CommentRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField(verbose_name='text')),
                ('replaced_at', models.DateTimeField(verbose_name='replaced at')),
                ('is_withheld', models.BooleanField(default=False, verbose_name='withheld')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='discussion.comment', verbose_name='comment')),
            ],
            options={
                'verbose_name': 'earlier words',
                'verbose_name_plural': 'earlier words',
                'constraints': [models.UniqueConstraint(fields=('comment', 'replaced_at'), name='revision_replaced_once_at_a_time')],
            },
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['root', 'path'], name='comment_thread_order'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-created_at', '-id'], name='comment_newest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('person_key', ''), _negated=True), fields=['person_key'], name='comment_person'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'pending')), fields=['root'], name='comment_pending_replies'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('words_key', ''), _negated=True), fields=['words_key', 'created_at'], name='comment_same_words'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state__in', ['pending', 'under_review'])), fields=['state', 'created_at'], name='comment_waiting'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('depth', 0)), fields=['task', '-created_at', '-id'], name='comment_roots_newest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('depth', 0)), fields=['task', '-agreement', '-id'], name='comment_roots_most_agreed'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('depth', 0)), fields=['task', '-reply_count', '-id'], name='comment_roots_most_discussed'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('depth', 0)), fields=['task', '-divisiveness', '-id'], name='comment_roots_most_divisive'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('depth', 0), ('officially_answered_at__isnull', False)), fields=['task', '-officially_answered_at', '-id'], name='comment_roots_answered'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered', None), ('depth', 0), ('parent', None), ('root', None)), models.Q(('depth__range', (1, 3)), ('parent__isnull', False), ('root__isnull', False)), _connector='OR'), name='comment_root_or_reply'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('ancestry'), django.db.models.expressions.CombinedExpression(models.F('depth'), '*', models.Value(12))), name='comment_ancestry_fits_depth'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('depth', 0), django.db.models.lookups.Exact(django.db.models.functions.text.Left('ancestry', 12), django.db.models.functions.text.LPad(django.db.models.functions.comparison.Cast('root', models.CharField()), 12, models.Value('0'))), _connector='OR'), name='comment_ancestry_fits_root'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('depth', 0), django.db.models.lookups.Exact(django.db.models.functions.text.Right('ancestry', 11), django.db.models.functions.text.LPad(django.db.models.functions.comparison.Cast('parent', models.CharField()), 11, models.Value('0'))), _connector='OR'), name='comment_ancestry_fits_parent'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('answered', None), ('depth', 3), ('department__isnull', False), _connector='OR'), name='comment_answers_beside_where_it_may'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('department', None), ('depth', 1), _connector='OR'), name='comment_official_reply_below_root'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('agree_count__gte', 0), ('disagree_count__gte', 0), ('pass_count__gte', 0), ('reply_count__gte', 0)), name='comment_counts_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['published', 'pending', 'under_review', 'hidden', 'taken_down', 'withdrawn'])), name='comment_state_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('stance__in', ['', 'for', 'neutral', 'against'])), name='comment_stance_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['', 'personal_data', 'defamation', 'abuse', 'spam', 'election_law', 'off_topic'])), name='comment_rule_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('pending_for__in', ['', 'personal_data', 'screening', 'first_comment', 'link', 'repeated'])), name='comment_pending_for_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('rule', ''), ('state', 'hidden'), _negated=True), name='comment_hidden_under_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('blocked_until__isnull', False), ('state__in', ('under_review', 'taken_down'))), models.Q(models.Q(('state__in', ('under_review', 'taken_down')), _negated=True), ('blocked_until', None)), _connector='OR'), name='comment_block_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('author', 'form_key'), name='comment_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('comment', 'person_key'), name='vote_once_per_person'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('value__in', ['agree', 'disagree', 'pass'])), name='vote_value_known'),
        ),
    ]
