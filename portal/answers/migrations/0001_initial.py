import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('discussion', '0001_initial'),
        ('plan', '0001_initial'),
        ('progress', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('threshold', 'Enough people agreed'), ('by_hand', 'Taken up by a department')], max_length=10, verbose_name='why')),
                ('state', models.CharField(choices=[('received', 'Received'), ('in_review', 'In review'), ('answered', 'Answered')], default='received', max_length=10, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('partly', 'Partly accepted'), ('not_accepted', 'Not accepted')], max_length=12, verbose_name='outcome')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason of the outcome')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer_request', to='discussion.comment', verbose_name='comment')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer_requests', to='plan.department', verbose_name='department')),
                ('reply', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request_answered', to='discussion.comment', verbose_name='answer')),
                ('taken_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken up by')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answer_requests', to='plan.task', verbose_name='task')),
            ],
            options={
                'verbose_name': 'answer request',
                'verbose_name_plural': 'answer requests',
            },
        ),
        migrations.CreateModel(
            name='AnswerTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('body', models.TextField(max_length=2000, verbose_name='text')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answer_templates', to='plan.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'answer template',
                'verbose_name_plural': 'answer templates',
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sentence', models.CharField(max_length=200, verbose_name='commitment')),
                ('sentence_ko', models.CharField(max_length=200, null=True, verbose_name='commitment')),
                ('sentence_en', models.CharField(max_length=200, null=True, verbose_name='commitment')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('state', models.CharField(choices=[('open', 'Open'), ('kept', 'Kept'), ('not_kept', 'Not kept')], default='open', max_length=10, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('answer_request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='answers.answerrequest', verbose_name='answer request')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('milestone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='progress.milestone', verbose_name='milestone')),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
            },
        ),
        migrations.CreateModel(
            name='AnswerStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'Received'), ('in_review', 'Review began'), ('handed_over', 'Handed over'), ('answered', 'Answered'), ('kept', 'Commitment kept'), ('not_kept', 'Commitment not kept')], max_length=12, verbose_name='step')),
                ('happened_at', models.DateTimeField(verbose_name='happened at')),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('partly', 'Partly accepted'), ('not_accepted', 'Not accepted')], max_length=12, verbose_name='outcome')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('is_note_public', models.BooleanField(default=True, verbose_name='note is public')),
                ('answer_request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='answers.answerrequest', verbose_name='answer request')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('from_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.department', verbose_name='from')),
                ('to_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.department', verbose_name='to')),
                ('commitment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='answers.commitment')),
            ],
            options={
                'verbose_name': 'answer step',
                'verbose_name_plural': 'answer steps',
            },
        ),
        migrations.CreateModel(
            name='InternalNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=1000, verbose_name='text')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('answer_request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='answers.answerrequest', verbose_name='answer request')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'internal note',
                'verbose_name_plural': 'internal notes',
            },
        ),
        migrations.AddIndex(
            model_name='answerrequest',
            index=models.Index(condition=models.Q(('state', 'answered'), _negated=True), fields=['department', 'due_on'], name='answers_owed'),
        ),
        migrations.AddIndex(
            model_name='answerrequest',
            index=models.Index(fields=['-received_at', '-id'], name='answers_newest'),
        ),
        migrations.AddConstraint(
            model_name='answerrequest',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['threshold', 'by_hand'])), name='answer_origin_is_known'),
        ),
        migrations.AddConstraint(
            model_name='answerrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'in_review', 'answered'])), name='answer_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='answerrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'threshold'), ('taken_up_by', None)), models.Q(('origin', 'by_hand'), ('taken_up_by__isnull', False)), _connector='OR'), name='answer_by_hand_was_taken_up_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='answerrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'received'), ('department__isnull', False), _connector='OR'), name='answer_in_review_has_a_department'),
        ),
        migrations.AddConstraint(
            model_name='answerrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__gte', models.F('received_at')), ('outcome__in', ['accepted', 'partly', 'not_accepted']), ('reason__regex', '\\S'), ('reply__isnull', False), ('state', 'answered')), models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at', None), ('outcome', ''), ('reason', ''), ('reply', None)), _connector='OR'), name='answer_is_complete_or_not_there'),
        ),
        migrations.AddConstraint(
            model_name='answertemplate',
            constraint=models.UniqueConstraint(fields=('department', 'title'), name='answer_template_title_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='answertemplate',
            constraint=models.CheckConstraint(condition=models.Q(('body__regex', '\\S'), ('title__regex', '\\S')), name='answer_template_says_something'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='commitments_open'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('sentence_ko__regex', '\\S')), name='commitment_says_what'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'kept', 'not_kept'])), name='commitment_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('reason', ''), ('state', 'open')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('reason__regex', '\\S'), ('state__in', ['kept', 'not_kept'])), _connector='OR'), name='commitment_is_decided_with_a_reason'),
        ),
        migrations.AddIndex(
            model_name='answerstep',
            index=models.Index(fields=['answer_request', 'happened_at'], name='answer_steps_in_order'),
        ),
        migrations.AddConstraint(
            model_name='answerstep',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['received', 'in_review', 'handed_over', 'answered', 'kept', 'not_kept'])), name='answer_step_is_known'),
        ),
        migrations.AddConstraint(
            model_name='answerstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'handed_over'), _negated=True), models.Q(('note__regex', '\\S'), ('to_department__isnull', False), models.Q(('from_department', None), models.Q(('from_department', models.F('to_department')), _negated=True), _connector='OR')), _connector='OR'), name='answer_is_handed_over_with_a_note'),
        ),
        migrations.AddConstraint(
            model_name='answerstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('commitment__isnull', False), ('kind__in', ['kept', 'not_kept'])), models.Q(models.Q(('kind__in', ['kept', 'not_kept']), _negated=True), ('commitment', None)), _connector='OR'), name='answer_step_names_its_commitment'),
        ),
        migrations.AddConstraint(
            model_name='internalnote',
            constraint=models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='internal_note_says_something'),
        ),
    ]
