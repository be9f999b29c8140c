from django.db import migrations

FILL = """
UPDATE discussion_comment SET person_key = accounts_user.identity_id
FROM accounts_user WHERE accounts_user.id = discussion_comment.author_id AND accounts_user.identity_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    """Note of each comment which verified person wrote it."""

    dependencies = [("discussion", "0005_paths_and_measures"), ("accounts", "0002_scope_department_suspension")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
