from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0002_values_are_known'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-created_at', '-id'], name='comment_newest'),
        ),
    ]
