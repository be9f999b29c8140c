import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('address', models.EmailField(max_length=254)),
                ('language', models.CharField(choices=[('ko', '한국어'), ('en', 'English')], max_length=2)),
                ('subject', models.CharField(max_length=250)),
                ('body', models.TextField()),
                ('link', models.CharField(blank=True, max_length=500)),
                ('about', models.CharField(blank=True, max_length=100)),
                ('unsubscribe_link', models.CharField(blank=True, max_length=500)),
                ('attachment_name', models.CharField(blank=True, max_length=100)),
                ('attachment_mime', models.CharField(blank=True, max_length=100)),
                ('attachment_content', models.TextField(blank=True)),
                ('message_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('suppressed', 'no longer due')], default='queued', max_length=12)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['recipient', '-id'], name='notification_inbox')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'suppressed'])), name='message_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='sent_has_its_time')],
            },
        ),
    ]
