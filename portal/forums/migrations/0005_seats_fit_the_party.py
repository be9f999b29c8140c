import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0004_seats_of_present_registrations'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(condition=models.Q(('kept_until__isnull', False)), fields=['kept_until'], name='registration_kept'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('handover__in', ['at_once', 'offer'])), name='forum_handover_is_known'),
        ),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ('mine', 'manage', 'calendar', 'feed', 'place', 'help', 'new', 'door', 'tickets')), _negated=True), name='forum_slug_is_free'),
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
            model_name='registration',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('held', 'confirmed', 'offered', 'waitlisted'))), fields=('forum', 'citizen'), name='registration_one_live_per_person'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('forum', 'ticket_code'), name='registration_ticket_code'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['held', 'confirmed', 'waitlisted', 'offered', 'cancelled'])), name='registration_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['online', 'door'])), name='registration_origin_is_known'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('citizen__isnull', False), ('origin', 'door'), ('anonymised_at__isnull', False), _connector='OR'), name='registration_belongs_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('least_seats__gte', 1), ('party_size__gte', models.F('least_seats'))), name='registration_party_is_sound'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seats__gte', models.F('least_seats')), ('seats__lte', models.F('party_size')), ('state__in', ('held', 'confirmed', 'offered'))), models.Q(models.Q(('state__in', ('held', 'confirmed', 'offered')), _negated=True), ('seats', 0)), _connector='OR'), name='registration_seats_fit_the_party'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_until__isnull', False), ('state__in', ('held', 'offered'))), models.Q(models.Q(('state__in', ('held', 'offered')), _negated=True), ('kept_until__isnull', True)), _connector='OR'), name='registration_kept_for_a_time'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('ending__in', ['person', 'staff', 'account_closed', 'hold_lapsed', 'offer_declined', 'offer_lapsed']), ('state', 'cancelled')), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True), ('ending', '')), _connector='OR'), name='registration_cancelled_has_time'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_in_at__isnull', True), ('checked_in_people', 0)), models.Q(('checked_in_at__isnull', False), ('checked_in_people__gte', 1), ('checked_in_people__lte', models.F('seats')), ('state', 'confirmed')), _connector='OR'), name='registration_no_check_in_without_a_seat'),
        ),
    ]
