import datetime
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0004_task_status'),
    ]

    operations = [
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
            ],
            options={
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
            },
        ),
        migrations.AddField(
            model_name='milestone',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policy.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='policy.task', verbose_name='task'),
        ),
        migrations.AddIndex(
            model_name='milestone',
            index=models.Index(fields=['task', 'planned_on', 'id'], name='milestones_of_task'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('task', 'title_ko'), name='milestone_title_once_in_its_task', violation_error_message='This task has a milestone with this title already. Please change that one.'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('planned_on__lte', models.F('baseline_on')), models.Q(('slip_reason_ko__isnull', False), ('slip_reason_ko__regex', '\\S')), _connector='OR'), name='milestone_later_than_first_planned_has_a_reason', violation_error_message='A milestone that is planned for later than at first needs a reason.'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('baseline_on__isnull', True), ('baseline_on__range', (datetime.date(2010, 1, 1), datetime.date(2060, 12, 31))), _connector='OR'), name='milestone_baseline_on_is_sane', violation_error_message='The day lies between 2010 and 2060.'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('planned_on__isnull', True), ('planned_on__range', (datetime.date(2010, 1, 1), datetime.date(2060, 12, 31))), _connector='OR'), name='milestone_planned_on_is_sane', violation_error_message='The day lies between 2010 and 2060.'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('actual_on__isnull', True), ('actual_on__range', (datetime.date(2010, 1, 1), datetime.date(2060, 12, 31))), _connector='OR'), name='milestone_actual_on_is_sane', violation_error_message='The day lies between 2010 and 2060.'),
        ),
    ]
