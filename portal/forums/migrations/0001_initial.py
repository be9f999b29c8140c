import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('plan', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Forum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address of the page')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('title_ko', models.CharField(max_length=150, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=150, null=True, verbose_name='title')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='summary')),
                ('summary_ko', models.CharField(blank=True, max_length=300, null=True, verbose_name='summary')),
                ('summary_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='summary')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('description_ko', models.TextField(blank=True, null=True, verbose_name='description')),
                ('description_en', models.TextField(blank=True, null=True, verbose_name='description')),
                ('venue', models.CharField(max_length=150, verbose_name='place')),
                ('venue_ko', models.CharField(max_length=150, null=True, verbose_name='place')),
                ('venue_en', models.CharField(max_length=150, null=True, verbose_name='place')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='street address')),
                ('address_ko', models.CharField(blank=True, max_length=200, null=True, verbose_name='street address')),
                ('address_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='street address')),
                ('contact', models.CharField(blank=True, max_length=150, verbose_name='contact for questions')),
                ('online_url', models.URLField(blank=True, max_length=300, verbose_name='link for taking part online')),
                ('starts_at', models.DateTimeField(verbose_name='starts at')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('registration_opens_at', models.DateTimeField(verbose_name='registration opens at')),
                ('registration_closes_at', models.DateTimeField(verbose_name='registration closes at')),
                ('residents_first_until', models.DateTimeField(blank=True, null=True, verbose_name='until then for verified residents only')),
                ('changes_close_at', models.DateTimeField(blank=True, null=True, verbose_name='people may change or cancel until')),
                ('freezes_at', models.DateTimeField(blank=True, null=True, verbose_name='waiting list stands still from')),
                ('capacity', models.PositiveIntegerField(verbose_name='seats')),
                ('overbooked_seats', models.PositiveIntegerField(default=0, verbose_name='seats beyond the capacity')),
                ('seats_taken', models.PositiveIntegerField(default=0, verbose_name='seats taken')),
                ('last_arrival', models.PositiveIntegerField(default=0, verbose_name='registrations so far')),
                ('companions_limit', models.PositiveSmallIntegerField(default=0, verbose_name='companions that one person may bring')),
                ('handover', models.CharField(choices=[('at_once', 'The seat is theirs at once'), ('offer', 'The seat is offered, to be accepted within a time')], default='at_once', max_length=10, verbose_name='freed seats')),
                ('offer_hours', models.PositiveSmallIntegerField(default=24, verbose_name='hours to accept an offered seat')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('cancelled', 'cancelled')], default='draft', max_length=20, verbose_name='state')),
                ('cancellation_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of cancellation')),
                ('cancellation_reason_ko', models.CharField(blank=True, max_length=300, null=True, verbose_name='reason of cancellation')),
                ('cancellation_reason_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='reason of cancellation')),
                ('is_wheelchair_accessible', models.BooleanField(default=False, verbose_name='wheelchair access')),
                ('has_sign_language', models.BooleanField(default=False, verbose_name='Korean Sign Language')),
                ('has_captions', models.BooleanField(default=False, verbose_name='live captions')),
                ('reminds_a_week_before', models.BooleanField(default=False, verbose_name='remind seven days before')),
                ('reminds_a_day_before', models.BooleanField(default=True, verbose_name='remind the day before')),
                ('reminds_on_the_day', models.BooleanField(default=False, verbose_name='remind on the morning of the day')),
                ('retention_days', models.PositiveSmallIntegerField(default=30, verbose_name="days after which attendees' data is erased")),
                ('anonymised_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name="attendees' data erased at")),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('tasks', models.ManyToManyField(blank=True, related_name='forums', to='plan.task', verbose_name='tasks')),
            ],
            options={
                'verbose_name': 'forum',
                'verbose_name_plural': 'forums',
                'permissions': [('manage_forums', 'Can manage forums and their registrations')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='starts at')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_ko', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('speaker', models.CharField(blank=True, max_length=200, verbose_name='speaker')),
                ('speaker_ko', models.CharField(blank=True, max_length=200, null=True, verbose_name='speaker')),
                ('speaker_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='speaker')),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda_items', to='forums.forum')),
            ],
            options={
                'verbose_name': 'agenda item',
                'verbose_name_plural': 'agenda items',
            },
        ),
        migrations.CreateModel(
            name='Speaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_ko', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('affiliation', models.CharField(blank=True, max_length=200, verbose_name='affiliation')),
                ('affiliation_ko', models.CharField(blank=True, max_length=200, null=True, verbose_name='affiliation')),
                ('affiliation_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='affiliation')),
                ('introduction', models.CharField(blank=True, max_length=500, verbose_name='introduction')),
                ('introduction_ko', models.CharField(blank=True, max_length=500, null=True, verbose_name='introduction')),
                ('introduction_en', models.CharField(blank=True, max_length=500, null=True, verbose_name='introduction')),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='forums.forum')),
            ],
            options={
                'verbose_name': 'speaker',
                'verbose_name_plural': 'speakers',
            },
        ),
        migrations.AddIndex(
            model_name='forum',
            index=models.Index(fields=['ends_at', 'starts_at'], name='forum_by_time'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'cancelled'])), name='forum_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('handover__in', ['at_once', 'offer'])), name='forum_handover_is_known'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ('mine', 'manage', 'calendar', 'feed', 'place', 'help', 'new', 'door', 'tickets', 'helping')), _negated=True), name='forum_slug_is_free'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='forum_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('registration_closes_at__gt', models.F('registration_opens_at')), ('registration_closes_at__lte', models.F('starts_at'))), name='forum_registration_before_start', violation_error_message='Registration opens before it closes, and closes when the forum starts at the latest.'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('residents_first_until__isnull', True), models.Q(('residents_first_until__gt', models.F('registration_opens_at')), ('residents_first_until__lte', models.F('registration_closes_at'))), _connector='OR'), name='forum_residents_first_within_registration', violation_error_message='The time for residents ends after registration opens and before it closes.'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('changes_close_at__isnull', True), ('changes_close_at__lte', models.F('starts_at')), _connector='OR'), models.Q(('freezes_at__isnull', True), ('freezes_at__lte', models.F('starts_at')), _connector='OR')), name='forum_deadlines_before_start', violation_error_message='Changes and the waiting list end when the forum starts at the latest.'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('seats_taken__gte', 0), ('seats_taken__lte', django.db.models.expressions.CombinedExpression(models.F('capacity'), '+', models.F('overbooked_seats')))), name='forum_seats_within_capacity'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('overbooked_seats', 0), ('seats_taken', django.db.models.expressions.CombinedExpression(models.F('capacity'), '+', models.F('overbooked_seats'))), _connector='OR'), name='forum_overbooking_is_exact'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('companions_limit__lt', 10)), name='forum_companions_are_few'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('offer_hours__range', (1, 168))), name='forum_offers_last_hours'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('retention_days__range', (1, 365))), name='forum_retention_within_a_year'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('forum', 'position'), name='agenda_item_position'),
        ),
        migrations.AddConstraint(
            model_name='speaker',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('forum', 'position'), name='speaker_position'),
        ),
    ]
