from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Each comment, and its earlier words, carry their language."""

    dependencies = [
        ('discussion', '0004_comments_agreed_with'),
        ('plan', '0006_not_published_is_a_status'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='language',
            field=models.CharField(blank=True, choices=[('ko', 'Korean'), ('en', 'English'), ('zh', 'Chinese'), ('ja', 'Japanese'), ('vi', 'Vietnamese'), ('ru', 'Russian'), ('mn', 'Mongolian'), ('uz', 'Uzbek'), ('id', 'Indonesian'), ('th', 'Thai'), ('ne', 'Nepali')], db_default='', default='', max_length=8, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='commentrevision',
            name='language',
            field=models.CharField(blank=True, choices=[('ko', 'Korean'), ('en', 'English'), ('zh', 'Chinese'), ('ja', 'Japanese'), ('vi', 'Vietnamese'), ('ru', 'Russian'), ('mn', 'Mongolian'), ('uz', 'Uzbek'), ('id', 'Indonesian'), ('th', 'Thai'), ('ne', 'Nepali')], db_default='', default='', max_length=8, verbose_name='language'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['', 'ko', 'en', 'zh', 'ja', 'vi', 'ru', 'mn', 'uz', 'id', 'th', 'ne'])), name='comment_language_known'),
        ),
    ]
