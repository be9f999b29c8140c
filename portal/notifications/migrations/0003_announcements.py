import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The same news for many people."""

    dependencies = [("notifications", "0002_undeliverable_messages")]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('about', models.CharField(max_length=100)),
                ('details', models.JSONField(default=dict)),
                ('recipients', models.JSONField(default=list)),
                ('recipient_count', models.PositiveIntegerField()),
                ('handled_count', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='announcement',
            index=models.Index(fields=['about', 'kind', '-id'], name='announcement_about'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('handled_count__lte', models.F('recipient_count'))), name='announcement_counts_fit'),
        ),
        migrations.AddField(
            model_name='notification',
            name='announcement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='notifications.announcement'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(fields=('announcement', 'about'), name='message_once_for_an_announcement'),
        ),
    ]
