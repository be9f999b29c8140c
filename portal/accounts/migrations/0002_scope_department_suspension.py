
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('policy', '0002_department'),
    ]

    operations = [
        migrations.AddField(
            model_name='identityverification',
            name='suspended_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='suspended until'),
        ),
        migrations.AddField(
            model_name='user',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='policy.department', verbose_name='answers for'),
        ),
        migrations.AddField(
            model_name='user',
            name='suspended_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='suspended until'),
        ),
        migrations.CreateModel(
            name='ModerationScope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policy.department', verbose_name='department')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderation_scopes', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policy.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'moderation scope',
                'verbose_name_plural': 'moderation scopes',
                'constraints': [models.UniqueConstraint(fields=('moderator', 'task', 'department'), name='one_scope_row_per_subject', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('task__isnull', True), ('department__isnull', True), _connector='OR'), name='scope_is_a_task_or_a_department')],
            },
        ),
    ]
