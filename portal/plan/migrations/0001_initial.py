import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_ko', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
            },
        ),
        migrations.CreateModel(
            name='LoadedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=150)),
                ('values', models.JSONField()),
                ('loaded_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'loaded record',
                'verbose_name_plural': 'loaded records',
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='loaded_record_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('publisher', models.CharField(max_length=100, verbose_name='publisher')),
                ('publisher_ko', models.CharField(max_length=100, null=True, verbose_name='publisher')),
                ('publisher_en', models.CharField(max_length=100, null=True, verbose_name='publisher')),
                ('title', models.CharField(help_text='As published, in its own language.', max_length=300, verbose_name='title')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                ('published_year', models.PositiveSmallIntegerField(verbose_name='year of publication')),
                ('is_date_inferred', models.BooleanField(default=False, help_text='The copy that was read carries no date.', verbose_name='the year is inferred')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'constraints': [models.CheckConstraint(condition=models.Q(('published_on__isnull', True), ('published_on__year', models.F('published_year')), _connector='OR'), name='source_day_lies_in_its_year', violation_error_message='The day of publication lies in another year.'), models.CheckConstraint(condition=models.Q(('published_on__isnull', True), ('is_date_inferred', False), _connector='OR'), name='source_with_a_day_is_not_inferred', violation_error_message='A date that is inferred cannot name a day.')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(default='plan', editable=False, max_length=10, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_ko', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('announced_on', models.DateField(verbose_name='announced on')),
                ('announced_at', models.CharField(max_length=200, verbose_name='occasion of the announcement')),
                ('announced_at_ko', models.CharField(max_length=200, null=True, verbose_name='occasion of the announcement')),
                ('announced_at_en', models.CharField(max_length=200, null=True, verbose_name='occasion of the announcement')),
                ('committee_launched_on', models.DateField(blank=True, null=True, verbose_name='committee launched on')),
                ('committee_members', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='members of the committee')),
                ('committee_launch_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source of the launch date')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'plan',
                'verbose_name_plural': 'plan',
            },
        ),
        migrations.CreateModel(
            name='CitizenMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('text', models.CharField(max_length=200, verbose_name='text')),
                ('text_ko', models.CharField(max_length=200, null=True, verbose_name='text')),
                ('text_en', models.CharField(max_length=200, null=True, verbose_name='text')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citizen_measures', to='plan.plan', verbose_name='plan')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'measure for citizens',
                'verbose_name_plural': 'measures for citizens',
            },
        ),
        migrations.CreateModel(
            name='Strategy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_ko', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'strategy',
                'verbose_name_plural': 'strategies',
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_ko', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('summary', models.TextField(blank=True, default='', max_length=2000, verbose_name='summary')),
                ('summary_ko', models.TextField(blank=True, default='', max_length=2000, null=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, default='', max_length=2000, null=True, verbose_name='summary')),
                ('is_confirmed', models.BooleanField(default=False, help_text='A source, or the city, names it as one of the sixteen tasks.', verbose_name='confirmed')),
                ('note', models.CharField(blank=True, default='', help_text='What the source leaves open about this task.', max_length=500, verbose_name='note')),
                ('note_ko', models.CharField(blank=True, default='', help_text='What the source leaves open about this task.', max_length=500, null=True, verbose_name='note')),
                ('note_en', models.CharField(blank=True, default='', help_text='What the source leaves open about this task.', max_length=500, null=True, verbose_name='note')),
                ('budget_krw', models.BigIntegerField(blank=True, null=True, verbose_name='budget in won')),
                ('department', models.CharField(blank=True, default='', max_length=100, verbose_name='department')),
                ('department_ko', models.CharField(blank=True, default='', max_length=100, null=True, verbose_name='department')),
                ('department_en', models.CharField(blank=True, default='', max_length=100, null=True, verbose_name='department')),
                ('contact', models.CharField(blank=True, default='', max_length=200, verbose_name='contact')),
                ('contact_ko', models.CharField(blank=True, default='', max_length=200, null=True, verbose_name='contact')),
                ('contact_en', models.CharField(blank=True, default='', max_length=200, null=True, verbose_name='contact')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('status', models.CharField(choices=[('not_stated', 'To be confirmed by the city'), ('planned', 'Planned'), ('under_way', 'Under way'), ('delayed', 'Delayed'), ('done', 'Done'), ('on_hold', 'On hold'), ('stopped', 'Stopped')], default='not_stated', max_length=12, verbose_name='status')),
                ('status_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='reason of the status')),
                ('status_reason_ko', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason of the status')),
                ('status_reason_en', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason of the status')),
                ('status_set_at', models.DateTimeField(blank=True, null=True, verbose_name='status stated at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('budget_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source of the budget')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='plan.strategy', verbose_name='strategy')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
                'permissions': [('edit_plan', 'Can edit the plan, its tasks and sources')],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(blank=True, default='', editable=False, max_length=60, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('text', models.CharField(max_length=500, verbose_name='text')),
                ('text_ko', models.CharField(max_length=500, null=True, verbose_name='text')),
                ('text_en', models.CharField(max_length=500, null=True, verbose_name='text')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='plan.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'fact',
                'verbose_name_plural': 'facts',
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('payer', models.CharField(choices=[('national', 'National'), ('city', 'City'), ('district', 'District'), ('private', 'Private')], max_length=10, verbose_name='whose money')),
                ('stage', models.CharField(choices=[('planned', 'Planned'), ('revised', 'Revised'), ('executed', 'Spent')], max_length=10, verbose_name='stage')),
                ('amount_krw', models.BigIntegerField(verbose_name='amount in won')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='plan.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'budget line',
                'verbose_name_plural': 'budget lines',
            },
        ),
        migrations.CreateModel(
            name='TaskChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', 'Description'), ('fact', 'Fact'), ('status', 'Status'), ('milestone', 'Milestone'), ('budget', 'Budget'), ('update', 'Update'), ('commitment', 'Commitment')], max_length=12, verbose_name='what was changed')),
                ('action', models.CharField(choices=[('added', 'added'), ('changed', 'changed'), ('removed', 'removed'), ('published', 'published'), ('withdrawn', 'withdrawn')], max_length=12, verbose_name='how it was changed')),
                ('row', models.BigIntegerField(blank=True, null=True)),
                ('about', models.CharField(blank=True, default='', max_length=500, verbose_name='what it was about')),
                ('about_ko', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='what it was about')),
                ('about_en', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='what it was about')),
                ('values', models.JSONField(default=list, verbose_name='before and after')),
                ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='reason')),
                ('reason_ko', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason')),
                ('reason_en', models.CharField(blank=True, default='', max_length=500, null=True, verbose_name='reason')),
                ('role', models.CharField(max_length=20, verbose_name='in which role')),
                ('happened_at', models.DateTimeField(verbose_name='happened at')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.department', verbose_name='department')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='plan.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
            },
        ),
        migrations.CreateModel(
            name='PlanParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('co_chair', 'co-chair of the committee'), ('partner', 'partner region')], max_length=20, verbose_name='role')),
                ('key', models.SlugField(max_length=60, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_ko', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='plan.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'party to the plan',
                'verbose_name_plural': 'parties to the plan',
                'constraints': [models.UniqueConstraint(fields=('role', 'key'), name='plan_party_is_unique_in_its_role'), models.CheckConstraint(condition=models.Q(('role__in', ['co_chair', 'partner'])), name='plan_party_role_is_known')],
            },
        ),
        migrations.CreateModel(
            name='PlanFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.CharField(choices=[('announcement', 'The announcement'), ('later', 'The later report')], max_length=20, verbose_name='report')),
                ('key', models.SlugField(max_length=60, verbose_name='key')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('value', models.BigIntegerField(verbose_name='value')),
                ('unit', models.CharField(choices=[('won', 'won'), ('count', 'count'), ('year', 'year')], max_length=10, verbose_name='unit')),
                ('label', models.CharField(max_length=100, verbose_name='label')),
                ('label_ko', models.CharField(max_length=100, null=True, verbose_name='label')),
                ('label_en', models.CharField(max_length=100, null=True, verbose_name='label')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='plan.plan', verbose_name='plan')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'plan figure',
                'verbose_name_plural': 'plan figures',
                'constraints': [models.UniqueConstraint(fields=('report', 'key'), name='plan_figure_is_unique_in_its_report'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='plan_figure_is_not_negative', violation_error_message='A figure of the plan cannot be negative.'), models.CheckConstraint(condition=models.Q(('unit__in', ['won', 'count', 'year'])), name='plan_figure_unit_is_known'), models.CheckConstraint(condition=models.Q(('report__in', ['announcement', 'later'])), name='plan_figure_report_is_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('key', 'plan')), name='plan_is_one_row'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('committee_launched_on__isnull', True), ('committee_launch_source__isnull', False), _connector='OR'), name='plan_committee_launch_has_a_source', violation_error_message='The launch date needs its source.'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('position',), name='strategy_position_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('number',), name='task_number_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 16)), name='task_number_is_in_range', violation_error_message='A task has a number from 1 to 16.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('budget_krw__isnull', True), ('budget_krw__gte', 0), _connector='OR'), name='task_budget_is_not_negative', violation_error_message='A budget cannot be negative.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('budget_krw__isnull', True), ('budget_source__isnull', True)), models.Q(('budget_krw__isnull', False), ('budget_source__isnull', False)), _connector='OR'), name='task_budget_has_a_source', violation_error_message='A budget and its source belong together.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='task_ends_after_it_starts', violation_error_message='A task cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['not_stated', 'planned', 'under_way', 'delayed', 'done', 'on_hold', 'stopped'])), name='task_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['delayed', 'on_hold', 'stopped']), _negated=True), models.Q(('status_reason_ko__isnull', False), ('status_reason_ko__regex', '\\S')), _connector='OR'), name='task_setback_has_a_reason', violation_error_message='A task that is delayed, on hold or stopped needs a reason.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'not_stated'), ('status_set_at__isnull', True)), models.Q(models.Q(('status', 'not_stated'), _negated=True), ('status_set_at__isnull', False)), _connector='OR'), name='task_status_says_since_when'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('task', 'key'), name='fact_key_is_unique_in_its_task'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(fields=('task', 'year', 'payer', 'stage'), name='budget_line_once', violation_error_message='There is a line for this year, payer and stage already. Please change that one.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (2010, 2060))), name='budget_year_is_sane', violation_error_message='The year lies between 2010 and 2060.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_krw__gte', 0)), name='budget_amount_is_not_negative', violation_error_message='An amount cannot be negative.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('payer__in', ['national', 'city', 'district', 'private'])), name='budget_payer_is_known'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['planned', 'revised', 'executed'])), name='budget_stage_is_known'),
        ),
        migrations.AddIndex(
            model_name='taskchange',
            index=models.Index(fields=['task', '-happened_at', '-id'], name='changes_of_task'),
        ),
        migrations.AddConstraint(
            model_name='taskchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('task', 'fact', 'status', 'milestone', 'budget', 'update', 'commitment'))), name='change_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='taskchange',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ('added', 'changed', 'removed', 'published', 'withdrawn'))), name='change_action_is_known'),
        ),
        migrations.AddConstraint(
            model_name='taskchange',
            constraint=models.CheckConstraint(condition=models.Q(('role', ''), _negated=True), name='change_says_in_which_role'),
        ),
    ]
