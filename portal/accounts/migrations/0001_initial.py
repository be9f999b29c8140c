import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('plan', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='IdentityVerification',
            fields=[
                ('person_key', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='person key')),
                ('birth_year', models.PositiveSmallIntegerField(verbose_name='birth year')),
                ('district', models.SlugField(db_index=False, verbose_name='district')),
                ('provider', models.SlugField(db_index=False, verbose_name='verified by')),
                ('verified_at', models.DateTimeField(verbose_name='verified at')),
                ('suspended_until', models.DateTimeField(blank=True, null=True, verbose_name='suspended until')),
            ],
            options={
                'verbose_name': 'identity verification',
                'verbose_name_plural': 'identity verifications',
                'constraints': [models.CheckConstraint(condition=models.Q(('person_key__regex', '^[0-9a-f]{64}$')), name='person_key_is_a_keyed_hash'), models.CheckConstraint(condition=models.Q(('birth_year__range', (1890, 2100))), name='birth_year_is_sane')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('nickname', models.CharField(max_length=20, verbose_name='nickname')),
                ('nickname_skeleton', models.CharField(editable=False, max_length=160, unique=True)),
                ('language', models.CharField(choices=[('ko', '한국어'), ('en', 'English')], default='ko', max_length=2, verbose_name='language of mails')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('is_staff', models.BooleanField(default=False, verbose_name='holds a staff role')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='joined at')),
                ('suspended_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='suspended until')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='plan.department', verbose_name='answers for')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('identity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='user', to='accounts.identityverification', verbose_name='identity')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'permissions': [('assign_roles', 'Can give and take roles')],
            },
        ),
        migrations.CreateModel(
            name='ModerationScope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.department', verbose_name='department')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderation_scopes', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'moderation scope',
                'verbose_name_plural': 'moderation scopes',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('terms', 'terms of use'), ('privacy', 'collection and use of personal data'), ('age', 'fourteen years or older')], max_length=20, verbose_name='purpose')),
                ('version', models.CharField(max_length=20, verbose_name='version')),
                ('given_at', models.DateTimeField(verbose_name='given at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'constraints': [models.UniqueConstraint(fields=('user', 'purpose', 'version'), name='one_consent_per_version'), models.CheckConstraint(condition=models.Q(('purpose__in', ['terms', 'privacy', 'age'])), name='consent_purpose_is_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email__regex', '[A-Z\\s]'), _negated=True), name='email_is_normalised'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('nickname', ''), _negated=True), name='nickname_is_given'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['ko', 'en'])), name='language_is_known'),
        ),
        migrations.AddConstraint(
            model_name='moderationscope',
            constraint=models.UniqueConstraint(fields=('moderator', 'task', 'department'), name='one_scope_row_per_subject', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='moderationscope',
            constraint=models.CheckConstraint(condition=models.Q(('task__isnull', True), ('department__isnull', True), _connector='OR'), name='scope_is_a_task_or_a_department'),
        ),
    ]
