import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('plan', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='task_digest', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('sent_up_to', models.DateTimeField(verbose_name='told up to')),
            ],
            options={
                'verbose_name': 'daily message',
                'verbose_name_plural': 'daily messages',
                'indexes': [models.Index(fields=['sent_up_to'], name='digests_by_moment')],
            },
        ),
        migrations.CreateModel(
            name='TaskUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('title_ko', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('body', models.TextField(max_length=5000, verbose_name='text')),
                ('body_ko', models.TextField(max_length=5000, null=True, verbose_name='text')),
                ('body_en', models.TextField(max_length=5000, null=True, verbose_name='text')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(verbose_name='written at')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('withdrawal_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='reason of the withdrawal')),
                ('withdrawal_reason_ko', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason of the withdrawal')),
                ('withdrawal_reason_en', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason of the withdrawal')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.department', verbose_name='department')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='plan.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'update',
                'verbose_name_plural': 'updates',
            },
        ),
        migrations.CreateModel(
            name='UpdateFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='file name')),
                ('content_type', models.CharField(max_length=60)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='progress.taskupdate', verbose_name='update')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('all', 'Everything, also what citizens say'), ('official', 'Only what the city publishes')], default='official', max_length=10, verbose_name='how much')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='plan.task', verbose_name='task')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'follow',
                'verbose_name_plural': 'follows',
                'constraints': [models.UniqueConstraint(fields=('user', 'task'), name='follow_once'), models.CheckConstraint(condition=models.Q(('level__in', ['all', 'official'])), name='follow_level_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_ko', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('baseline_on', models.DateField(verbose_name='first planned for')),
                ('planned_on', models.DateField(verbose_name='planned for by now')),
                ('actual_on', models.DateField(blank=True, null=True, verbose_name='reached on')),
                ('slip_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='reason of the later date')),
                ('slip_reason_ko', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason of the later date')),
                ('slip_reason_en', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason of the later date')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='plan.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
                'indexes': [models.Index(fields=['task', 'planned_on', 'id'], name='milestones_of_task')],
                'constraints': [models.UniqueConstraint(fields=('task', 'title_ko'), name='milestone_title_once_in_its_task', violation_error_message='This task has a milestone with this title already. Please change that one.'), models.CheckConstraint(condition=models.Q(('planned_on__lte', models.F('baseline_on')), models.Q(('slip_reason_ko__isnull', False), ('slip_reason_ko__regex', '\\S')), _connector='OR'), name='milestone_later_than_first_planned_has_a_reason', violation_error_message='A milestone that is planned for later than at first needs a reason.'), models.CheckConstraint(condition=models.Q(('baseline_on__isnull', True), ('baseline_on__range', (datetime.date(2010, 1, 1), datetime.date(2060, 12, 31))), _connector='OR'), name='milestone_baseline_on_is_sane', violation_error_message='The day lies between 2010 and 2060.'), models.CheckConstraint(condition=models.Q(('planned_on__isnull', True), ('planned_on__range', (datetime.date(2010, 1, 1), datetime.date(2060, 12, 31))), _connector='OR'), name='milestone_planned_on_is_sane', violation_error_message='The day lies between 2010 and 2060.'), models.CheckConstraint(condition=models.Q(('actual_on__isnull', True), ('actual_on__range', (datetime.date(2010, 1, 1), datetime.date(2060, 12, 31))), _connector='OR'), name='milestone_actual_on_is_sane', violation_error_message='The day lies between 2010 and 2060.')],
            },
        ),
        migrations.AddIndex(
            model_name='taskupdate',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['task', '-published_at', '-id'], name='updates_of_task'),
        ),
        migrations.AddConstraint(
            model_name='taskupdate',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'withdrawn'])), name='update_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='taskupdate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='update_published_says_when'),
        ),
        migrations.AddConstraint(
            model_name='taskupdate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawal_reason_ko__isnull', False), ('withdrawal_reason_ko__regex', '\\S'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='update_withdrawn_says_when_and_why'),
        ),
    ]
