import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0007_task_changes'),
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
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('all', 'Everything, also what citizens say'), ('official', 'Only what the city publishes')], default='official', max_length=10, verbose_name='how much')),
                ('since', models.DateTimeField(verbose_name='since')),
            ],
            options={
                'verbose_name': 'follow',
                'verbose_name_plural': 'follows',
            },
        ),
        migrations.AddIndex(
            model_name='digest',
            index=models.Index(fields=['sent_up_to'], name='digests_by_moment'),
        ),
        migrations.AddField(
            model_name='follow',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='policy.task', verbose_name='task'),
        ),
        migrations.AddField(
            model_name='follow',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(fields=('user', 'task'), name='follow_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['all', 'official'])), name='follow_level_is_known'),
        ),
    ]
