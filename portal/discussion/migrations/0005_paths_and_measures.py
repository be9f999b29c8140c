import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """PostgreSQL cannot change how a generated column is made, so the columns are made anew from the same rows."""

    dependencies = [('discussion', '0004_topics_official_replies_blocks')]

    operations = [
        migrations.RemoveIndex(model_name='comment', name='comment_thread_order'),
        migrations.RemoveIndex(model_name='comment', name='comment_roots_most_agreed'),
        migrations.RemoveField(model_name='comment', name='path'),
        migrations.RemoveField(model_name='comment', name='agreement'),
        migrations.AddField(
            model_name='comment',
            name='agreement',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', models.Value(1.920729440648)), '-', django.db.models.expressions.CombinedExpression(models.Value(1.959964), '*', django.db.models.functions.math.Sqrt(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '*', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '-', django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()))), '/', django.db.models.functions.comparison.Greatest(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), 1.0)), '+', models.Value(0.960364720324))))), '/', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '+', models.Value(3.841458881296))), output_field=models.FloatField()),
        ),
        migrations.AddField(
            model_name='comment',
            name='path',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat('ancestry', models.Case(models.When(department=None, then=django.db.models.functions.text.LPad(django.db.models.functions.comparison.Cast('id', models.CharField()), 12, models.Value('0'))), default=django.db.models.functions.text.Concat(models.Value('-'), django.db.models.functions.text.LPad(django.db.models.functions.comparison.Cast('id', models.CharField()), 11, models.Value('0'))))), output_field=models.CharField(db_collation='C', max_length=48)),
        ),
        migrations.AddField(
            model_name='comment',
            name='divisiveness',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.Value(2.0), '*', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '+', models.Value(1.920729440648)), '-', django.db.models.expressions.CombinedExpression(models.Value(1.959964), '*', django.db.models.functions.math.Sqrt(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '*', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '-', django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())))), '/', django.db.models.functions.comparison.Greatest(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), 1.0)), '+', models.Value(0.960364720324))))), '/', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('agree_count'), models.FloatField()), '+', django.db.models.functions.comparison.Cast(models.F('disagree_count'), models.FloatField())), '+', models.Value(3.841458881296)))), output_field=models.FloatField()),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('depth', 0)), fields=['task', '-divisiveness', '-id'], name='comment_roots_most_divisive'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['root', 'path'], name='comment_thread_order'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('depth', 0)), fields=['task', '-agreement', '-id'], name='comment_roots_most_agreed'),
        ),
    ]
