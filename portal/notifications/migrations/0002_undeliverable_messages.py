from django.db import migrations, models


class Migration(migrations.Migration):
    """Messages that the mail server refused, or did not take."""

    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name='notification',
            options={'verbose_name': 'message', 'verbose_name_plural': 'undeliverable messages'},
        ),
        migrations.RemoveConstraint(
            model_name='notification',
            name='message_state_is_known',
        ),
        migrations.AddField(
            model_name='notification',
            name='claimed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='notification',
            name='failed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='given up at'),
        ),
        migrations.AddField(
            model_name='notification',
            name='failure',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='answer of the mail server'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='created_at',
            field=models.DateTimeField(verbose_name='written at'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(max_length=60, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='state',
            field=models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('suppressed', 'no longer due'), ('refused', 'refused by the mail server'), ('failed', 'not taken by the mail server')], default='queued', max_length=12, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'suppressed', 'refused', 'failed'])), name='message_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('failed_at__isnull', False), ('state__in', ('refused', 'failed'))), models.Q(models.Q(('state__in', ('refused', 'failed')), _negated=True), ('failed_at__isnull', True)), _connector='OR'), name='undeliverable_has_its_time'),
        ),
    ]
