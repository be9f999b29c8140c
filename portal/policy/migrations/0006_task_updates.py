import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0005_milestones'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
            },
        ),
        migrations.AddField(
            model_name='taskupdate',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='taskupdate',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policy.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='taskupdate',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='policy.task', verbose_name='task'),
        ),
        migrations.AddField(
            model_name='updatefile',
            name='update',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='policy.taskupdate', verbose_name='update'),
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
