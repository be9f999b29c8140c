import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('forums', '0001_initial'),
        ('registrations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('invited_at', models.DateTimeField(verbose_name='invited at')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpers', to='forums.forum')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='helping', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'helper',
                'verbose_name_plural': 'helpers',
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('forum', 'email'), name='helper_invited_once'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('person__isnull', True)), models.Q(('accepted_at__isnull', False), ('person__isnull', False)), _connector='OR'), name='helper_accepted_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('entered', 'entered'), ('already', 'had entered before'), ('cancelled', 'registration cancelled'), ('not_seated', 'on the waiting list'), ('other_forum', 'ticket of another forum'), ('replaced', 'ticket was replaced by a newer one'), ('forged', 'no ticket of the portal'), ('walked_in', 'came without registration'), ('taken_back', 'check-in taken back')], max_length=12, verbose_name='outcome')),
                ('people', models.PositiveSmallIntegerField(default=0, verbose_name='people')),
                ('scanned_at', models.DateTimeField(verbose_name='scanned at')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('is_offline', models.BooleanField(default=False, verbose_name='made offline')),
                ('device_outcome', models.CharField(blank=True, choices=[('entered', 'entered'), ('already', 'had entered before'), ('cancelled', 'registration cancelled'), ('not_seated', 'on the waiting list'), ('other_forum', 'ticket of another forum'), ('replaced', 'ticket was replaced by a newer one'), ('forged', 'no ticket of the portal'), ('walked_in', 'came without registration'), ('taken_back', 'check-in taken back')], max_length=12, verbose_name='what the device said')),
                ('device_key', models.UUIDField(blank=True, null=True, unique=True)),
                ('shown_hash', models.CharField(blank=True, max_length=64)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='forums.forum')),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='registrations.registration')),
            ],
            options={
                'verbose_name': 'scan',
                'verbose_name_plural': 'scans',
                'indexes': [models.Index(fields=['forum', '-received_at'], name='scan_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['entered', 'already', 'cancelled', 'not_seated', 'other_forum', 'replaced', 'forged', 'walked_in', 'taken_back'])), name='scan_outcome_is_known')],
            },
        ),
    ]
