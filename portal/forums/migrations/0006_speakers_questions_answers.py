import django.db.models.constraints
import django.db.models.deletion
import portal.forums.models.questions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('forums', '0005_seats_fit_the_party'),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('chosen', models.JSONField(blank=True, default=list)),
                ('file', models.FileField(blank=True, upload_to=portal.forums.models.questions._answer_path)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('file_type', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('kind', models.CharField(choices=[('line', 'one line'), ('text', 'some sentences'), ('one_choice', 'one of several'), ('choices', 'any of several'), ('access', 'what somebody needs to take part'), ('file', 'a file')], max_length=12, verbose_name='kind of answer')),
                ('label', models.CharField(max_length=200, verbose_name='question')),
                ('label_ko', models.CharField(max_length=200, null=True, verbose_name='question')),
                ('label_en', models.CharField(max_length=200, null=True, verbose_name='question')),
                ('help', models.CharField(blank=True, max_length=300, verbose_name='explanation')),
                ('help_ko', models.CharField(blank=True, max_length=300, null=True, verbose_name='explanation')),
                ('help_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='explanation')),
                ('options', models.TextField(blank=True, verbose_name='what may be chosen, one a line')),
                ('options_ko', models.TextField(blank=True, null=True, verbose_name='what may be chosen, one a line')),
                ('options_en', models.TextField(blank=True, null=True, verbose_name='what may be chosen, one a line')),
                ('is_required', models.BooleanField(default=False, verbose_name='has to be answered')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
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
            ],
            options={
                'verbose_name': 'speaker',
                'verbose_name_plural': 'speakers',
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='forums.registration'),
        ),
        migrations.AddField(
            model_name='question',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='forums.forum'),
        ),
        migrations.AddField(
            model_name='answer',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='forums.question'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='forums.forum'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('forum', 'position'), name='question_position'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['line', 'text', 'one_choice', 'choices', 'access', 'file'])), name='question_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('registration', 'question'), name='answer_once'),
        ),
        migrations.AddConstraint(
            model_name='speaker',
            constraint=models.UniqueConstraint(fields=('forum', 'position'), name='speaker_position'),
        ),
    ]
