import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0003_newest_comments_index'),
        ('policy', '0002_department'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EarlierWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField(verbose_name='text')),
                ('replaced_at', models.DateTimeField(verbose_name='replaced at')),
                ('is_withheld', models.BooleanField(default=False, verbose_name='withheld')),
            ],
            options={
                'verbose_name': 'earlier words',
                'verbose_name_plural': 'earlier words',
            },
        ),
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
        migrations.RemoveConstraint(
            model_name='comment',
            name='comment_ancestry_fits_parent',
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='comment_answers_beside_on_deepest_level',
        ),
        migrations.AddField(
            model_name='comment',
            name='blocked_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='blocked until'),
        ),
        migrations.AddField(
            model_name='comment',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='official_replies', to='policy.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='comment',
            name='held_for',
            field=models.CharField(blank=True, choices=[('personal_data', 'Personal data'), ('screening', 'Every comment here is looked at first'), ('first_comment', 'First comment'), ('link', 'Link from a new account'), ('repeated', 'Same text again')], max_length=20, verbose_name='held for'),
        ),
        migrations.AddField(
            model_name='comment',
            name='officially_answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='officially answered at'),
        ),
        migrations.AddField(
            model_name='comment',
            name='person_key',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='discussion',
            name='screening',
            field=models.CharField(choices=[('at_once', 'Publish at once'), ('first_comment', "Look at a person's first comment first"), ('all', 'Look at every comment first')], default='at_once', max_length=20, verbose_name='screening'),
        ),
        migrations.AddConstraint(
            model_name='discussion',
            constraint=models.CheckConstraint(condition=models.Q(('screening__in', ['at_once', 'first_comment', 'all'])), name='discussion_screening_known'),
        ),
        migrations.AddField(
            model_name='earlierwords',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier_words', to='discussion.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='comment',
            name='topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='discussion.topic', verbose_name='topic'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('person_key', ''), _negated=True), fields=['person_key'], name='comment_person'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state__in', ['held', 'under_review'])), fields=['state', 'created_at'], name='comment_waiting'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('depth', 0), ('officially_answered_at__isnull', False)), fields=['task', '-officially_answered_at', '-id'], name='comment_roots_answered'),
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
            constraint=models.CheckConstraint(condition=models.Q(('held_for__in', ['', 'personal_data', 'screening', 'first_comment', 'link', 'repeated'])), name='comment_held_for_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('blocked_until__isnull', False), ('state__in', ('under_review', 'taken_down'))), models.Q(models.Q(('state__in', ('under_review', 'taken_down')), _negated=True), ('blocked_until', None)), _connector='OR'), name='comment_block_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='earlierwords',
            constraint=models.UniqueConstraint(fields=('comment', 'replaced_at'), name='words_replaced_once_at_a_time'),
        ),
    ]
