"""An index over the few comments that wait, by thread: a list says how many replies more there are without them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("discussion", "0010_search_terms")]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["root"], name="comment_held_replies", condition=Q(state="held")),
        ),
    ]
