import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0006_task_updates'),
    ]

    operations = [
        migrations.CreateModel(
            name='TaskChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', 'Description'), ('fact', 'Fact'), ('status', 'Status'), ('milestone', 'Milestone'), ('budget', 'Budget'), ('update', 'Update'), ('commitment', 'Commitment')], max_length=12, verbose_name='what was changed')),
                ('action', models.CharField(choices=[('added', 'added'), ('changed', 'changed'), ('removed', 'removed'), ('published', 'published'), ('withdrawn', 'withdrawn')], max_length=12, verbose_name='how it was changed')),
                ('row', models.BigIntegerField(blank=True, null=True)),
                ('about', models.CharField(blank=True, default='', max_length=500, verbose_name='what it was about')),
                ('about_ko', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='what it was about')),
                ('about_en', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='what it was about')),
                ('values', models.JSONField(default=list, verbose_name='before and after')),
                ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='reason')),
                ('reason_ko', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason')),
                ('reason_en', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason')),
                ('role', models.CharField(max_length=20, verbose_name='in which role')),
                ('happened_at', models.DateTimeField(verbose_name='happened at')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
            },
        ),
        migrations.AddField(
            model_name='taskchange',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policy.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='taskchange',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='policy.task', verbose_name='task'),
        ),
        migrations.AddIndex(
            model_name='taskchange',
            index=models.Index(fields=['task', '-happened_at', '-id'], name='changes_of_task'),
        ),
        migrations.AddConstraint(
            model_name='taskchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('task', 'fact', 'status', 'milestone', 'budget', 'update', 'commitment'))), name='change_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='taskchange',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ('added', 'changed', 'removed', 'published', 'withdrawn'))), name='change_action_is_known'),
        ),
        migrations.AddConstraint(
            model_name='taskchange',
            constraint=models.CheckConstraint(condition=models.Q(('role', ''), _negated=True), name='change_says_in_which_role'),
        ),
    ]
