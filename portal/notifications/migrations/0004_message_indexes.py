from django.db import migrations, models


class Migration(migrations.Migration):
    """What messages are looked for by: what they speak of, kind and time, and those that did not arrive."""

    dependencies = [("notifications", "0003_announcements")]

    operations = [
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('about', ''), _negated=True), fields=['about'], name='notification_about'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['kind', 'created_at'], name='notification_kind_and_time'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('failed_at__isnull', False)), fields=['-failed_at'], name='notification_failed'),
        ),
    ]
