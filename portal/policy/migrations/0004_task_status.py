from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0003_budget_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='status',
            field=models.CharField(choices=[('not_stated', 'To be confirmed by the city'), ('planned', 'Planned'), ('under_way', 'Under way'), ('delayed', 'Delayed'), ('done', 'Done'), ('on_hold', 'On hold'), ('stopped', 'Stopped')], default='not_stated', max_length=12, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='task',
            name='status_reason',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='reason of the status'),
        ),
        migrations.AddField(
            model_name='task',
            name='status_reason_en',
            field=models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason of the status'),
        ),
        migrations.AddField(
            model_name='task',
            name='status_reason_ko',
            field=models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason of the status'),
        ),
        migrations.AddField(
            model_name='task',
            name='status_set_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='status stated at'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['not_stated', 'planned', 'under_way', 'delayed', 'done', 'on_hold', 'stopped'])), name='task_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['delayed', 'on_hold', 'stopped']), _negated=True), models.Q(('status_reason_ko__isnull', False), ('status_reason_ko__regex', '\\S')), _connector='OR'), name='task_setback_has_a_reason', violation_error_message='A task that is delayed, on hold or stopped needs a reason.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'not_stated'), ('status_set_at__isnull', True)), models.Q(models.Q(('status', 'not_stated'), _negated=True), ('status_set_at__isnull', False)), _connector='OR'), name='task_status_says_since_when'),
        ),
    ]
