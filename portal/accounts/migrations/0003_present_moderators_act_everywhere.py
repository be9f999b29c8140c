from django.db import migrations


def add(apps, schema_editor):
    scopes = apps.get_model("accounts", "ModerationScope").objects
    for person in apps.get_model("accounts", "User").objects.filter(groups__name="moderator"):
        scopes.get_or_create(moderator=person, task=None, department=None)


class Migration(migrations.Migration):
    """Whoever moderates already goes on as before."""

    dependencies = [("accounts", "0002_scope_department_suspension")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
