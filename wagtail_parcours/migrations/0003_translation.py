import django.db.models.deletion
import simple_history.models
import uuid
import wagtail.search.index
from wagtail_parcours.models.base import BASE_PAGE_MODEL
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wagtail_parcours', '0002_sign_off'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(BASE_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='currentstatemappage',
            name='source_seal',
            field=models.CharField(blank=True, default='', editable=False, max_length=64, verbose_name='seal of the source'),
        ),
        migrations.AddField(
            model_name='futurestatemappage',
            name='source_seal',
            field=models.CharField(blank=True, default='', editable=False, max_length=64, verbose_name='seal of the source'),
        ),
        migrations.CreateModel(
            name='HistoricalGlossaryTerm',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('term', models.CharField(max_length=120, verbose_name='term')),
                ('other_forms', models.TextField(blank=True, help_text='Plurals, abbreviations and the like, one per line.', verbose_name='other forms')),
                ('definition', models.TextField(verbose_name='definition')),
                ('forbidden_synonyms', models.TextField(blank=True, help_text='Words that should not be used instead of the term, one per line.', verbose_name='words to avoid')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('locale', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'historical glossary term',
                'verbose_name_plural': 'historical glossary terms',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='MapTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pairs', models.JSONField(default=dict, verbose_name='what was made from what')),
                ('new', models.JSONField(default=list, verbose_name='new texts')),
                ('changed', models.JSONField(default=list, verbose_name='changed texts')),
                ('removed', models.JSONField(default=list, verbose_name='removed texts')),
                ('untranslated', models.JSONField(default=list, verbose_name='texts not translated')),
                ('machine', models.JSONField(default=list, verbose_name='texts to confirm')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='texts of the source')),
                ('behind', models.PositiveIntegerField(default=0, verbose_name='texts behind the source')),
                ('to_confirm', models.PositiveIntegerField(default=0, verbose_name='texts to confirm, in number')),
                ('brought_up_to_date_at', models.DateTimeField(null=True, verbose_name='brought up to date at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=BASE_PAGE_MODEL, verbose_name='translation')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=BASE_PAGE_MODEL, verbose_name='source')),
                ('source_locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale', verbose_name='language of the source')),
            ],
            options={
                'verbose_name': 'translation of a map',
                'verbose_name_plural': 'translations of maps',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MapWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cells', models.JSONField(default=dict, verbose_name='texts by place')),
                ('text', models.TextField(blank=True, verbose_name='all texts')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale', verbose_name='language')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=BASE_PAGE_MODEL, verbose_name='map')),
            ],
            options={
                'verbose_name': 'wording of a map',
                'verbose_name_plural': 'wordings of maps',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TranslationJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('submit', 'Submission'), ('update', 'Update')], default='submit', max_length=20, verbose_name='kind')),
                ('options', models.JSONField(default=dict, verbose_name='options')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=20, verbose_name='state')),
                ('steps', models.PositiveIntegerField(default=0, verbose_name='steps')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='steps done')),
                ('finished', models.JSONField(default=list, verbose_name='what is done')),
                ('failures', models.JSONField(default=dict, verbose_name='what failed')),
                ('claim', models.UUIDField(null=True, verbose_name='claim')),
                ('alive_at', models.DateTimeField(null=True, verbose_name='last sign of life at')),
                ('message', models.TextField(blank=True, verbose_name='what went wrong')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='asked for at')),
                ('started_at', models.DateTimeField(null=True, verbose_name='started at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
                ('locales', models.ManyToManyField(related_name='+', to='wagtailcore.locale', verbose_name='languages')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=BASE_PAGE_MODEL, verbose_name='map')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
            ],
            options={
                'verbose_name': 'translation under way',
                'verbose_name_plural': 'translations under way',
                'ordering': ['-created_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('term', models.CharField(max_length=120, verbose_name='term')),
                ('other_forms', models.TextField(blank=True, help_text='Plurals, abbreviations and the like, one per line.', verbose_name='other forms')),
                ('definition', models.TextField(verbose_name='definition')),
                ('forbidden_synonyms', models.TextField(blank=True, help_text='Words that should not be used instead of the term, one per line.', verbose_name='words to avoid')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'glossary term',
                'verbose_name_plural': 'glossary terms',
                'ordering': ['term'],
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='TermUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('avoid', models.BooleanField(default=False, verbose_name='word to avoid')),
                ('path', models.CharField(max_length=255, verbose_name='place')),
                ('said', models.CharField(max_length=255, verbose_name='what is written')),
                ('start', models.PositiveIntegerField(verbose_name='start')),
                ('end', models.PositiveIntegerField(verbose_name='end')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='wagtail_parcours.glossaryterm', verbose_name='term')),
                ('wording', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='term_uses', to='wagtail_parcours.mapwording', verbose_name='map')),
            ],
            options={
                'verbose_name': 'use of a term',
                'verbose_name_plural': 'uses of terms',
                'default_permissions': (),
                'indexes': [models.Index(fields=['avoid', 'term'], name='parcours_term_use')],
            },
        ),
    ]
