from django.db import migrations

TOPICS = (
    ("budget", "예산", "Budget"),
    ("schedule", "일정", "Schedule"),
    ("jobs", "일자리", "Jobs"),
    ("daily-life", "생활 불편", "Daily life"),
    ("safety", "안전", "Safety"),
    ("access", "이용 편의", "Accessibility"),
    ("environment", "환경", "Environment"),
    ("participation", "시민 참여", "Participation"),
)


def add(apps, schema_editor):
    topics = apps.get_model("discussion", "Topic").objects
    for position, (slug, korean, english) in enumerate(TOPICS, start=1):
        values = {"position": position, "name": korean, "name_ko": korean, "name_en": english}
        topics.get_or_create(slug=slug, defaults=values)


def remove(apps, schema_editor):
    """Those that nobody has used."""
    apps.get_model("discussion", "Topic").objects.filter(slug__in=[topic[0] for topic in TOPICS], comments=None).delete()


class Migration(migrations.Migration):
    """Topics to begin with; the city may change them."""

    dependencies = [("discussion", "0002_search_terms")]
    operations = [migrations.RunPython(add, remove)]
