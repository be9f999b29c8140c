from django.db import migrations, models


class Migration(migrations.Migration):
    """The words of what everybody may read, for mending misspelled ones."""

    dependencies = [
        ("pages", "0001_share_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(db_collation='C', max_length=20, primary_key=True, serialize=False, verbose_name='word')),
                ('texts', models.PositiveIntegerField(verbose_name='texts')),
                ('learned_at', models.DateTimeField(verbose_name='learned at')),
            ],
            options={
                'verbose_name': 'search word',
                'verbose_name_plural': 'search words',
            },
        ),
    ]
