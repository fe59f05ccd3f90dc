import django.core.validators
import django.db.models.deletion
import simple_history.models
import uuid
import wagtail.fields
import wagtail_parcours.blocks.policies
from wagtail_parcours.models.base import BASE_PAGE_MODEL
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtail_parcours', '0001_initial'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(BASE_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SealedVersion',
            fields=[
                ('seal', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='seal')),
                ('content', models.TextField(verbose_name='canonical content')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='kept since')),
            ],
            options={
                'verbose_name': 'sealed version',
                'verbose_name_plural': 'sealed versions',
                'abstract': False,
                'default_permissions': (),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='SignOffChain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='HistoricalSignOffStatement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(help_text='To find it among the others; nobody signs it.', max_length=120, verbose_name='name')),
                ('text', models.TextField(help_text='The sentence that people accept when they sign.', verbose_name='statement')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('locale', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'historical sign-off statement',
                'verbose_name_plural': 'historical sign-off statements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='LiveVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', models.CharField(max_length=64)),
                ('standing', models.CharField(choices=[('signed', 'Signed'), ('emergency', 'Published without approval'), ('free', 'Needs no sign-off')], max_length=20)),
                ('signatures', models.JSONField(default=list)),
                ('since', models.DateTimeField()),
                ('review_by', models.DateField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='parcours_live_version', to=BASE_PAGE_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveBigIntegerField(unique=True, verbose_name='position')),
                ('kind', models.CharField(choices=[('signature', 'Signature'), ('emergency', 'Publication without approval')], max_length=20, verbose_name='kind')),
                ('page_key', models.UUIDField(verbose_name='translation key of the page')),
                ('language', models.CharField(max_length=20, verbose_name='language')),
                ('page_id_then', models.PositiveBigIntegerField(verbose_name='key of the page')),
                ('page_type', models.CharField(max_length=120, verbose_name='page type')),
                ('page_title', models.CharField(max_length=255, verbose_name='title of the page')),
                ('seal', models.CharField(db_index=True, max_length=64, verbose_name='seal')),
                ('workflow', models.CharField(blank=True, max_length=255, verbose_name='workflow')),
                ('task', models.CharField(blank=True, max_length=255, verbose_name='step')),
                ('task_state_id_then', models.PositiveBigIntegerField(null=True, verbose_name='key of the step')),
                ('person_id_then', models.CharField(max_length=64, verbose_name='key of the person')),
                ('person', models.CharField(max_length=255, verbose_name='person')),
                ('role', models.CharField(blank=True, max_length=255, verbose_name='signed as')),
                ('group_ids', models.JSONField(default=list, verbose_name='keys of the groups')),
                ('statement', models.TextField(blank=True, verbose_name='statement')),
                ('comment', models.TextField(blank=True, verbose_name='comment or reason')),
                ('signed_at', models.DateTimeField(verbose_name='signed at')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='hash before')),
                ('hash', models.CharField(max_length=64, unique=True, verbose_name='hash')),
            ],
            options={
                'verbose_name': 'sign-off',
                'verbose_name_plural': 'sign-offs',
                'ordering': ['position'],
                'abstract': False,
                'default_permissions': ('view',),
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['page_key', 'language', 'position'], name='parcours_signoff_page')],
            },
        ),
        migrations.CreateModel(
            name='SignOffPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rules', wagtail.fields.StreamField([('rule', 9)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': wagtail_parcours.blocks.policies.map_type_choices, 'label': 'Type of map'}), 1: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Needs a sign-off to be published', 'required': False}), 2: ('wagtail.blocks.IntegerBlock', (), {'default': 1, 'help_text': 'Steps, when there are any, say how many people sign instead.', 'label': 'How many different people sign', 'max_value': 20, 'min_value': 1}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': wagtail_parcours.blocks.policies.group_choices, 'label': 'Group'}), 4: ('wagtail.blocks.IntegerBlock', (), {'default': 1, 'label': 'How many of them sign', 'max_value': 20, 'min_value': 1}), 5: ('wagtail.blocks.StructBlock', [[('group', 3), ('people', 4)]], {}), 6: ('wagtail.blocks.StreamBlock', [[('step', 5)]], {'help_text': 'Leave empty when the order does not matter.', 'label': 'Who signs, in which order', 'required': False}), 7: ('wagtail.blocks.IntegerBlock', (), {'help_text': 'After that the map has to be reviewed and signed again. Leave empty if a sign-off stays valid until the map changes.', 'label': 'Valid for how many months', 'max_value': 120, 'min_value': 1, 'required': False}), 8: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('keep', 'Keep showing what was signed'), ('show', 'Show the change, marked as not signed')], 'label': 'When a persona, channel or barrier on a signed map changes'}), 9: ('wagtail.blocks.StructBlock', [[('page_type', 0), ('required', 1), ('signatures', 2), ('steps', 6), ('months', 7), ('when_changed', 8)]], {})}, help_text='Without a rule, a future-state map needs one signature and a current-state map none. When a type has several rules, the first one counts.', verbose_name='rules')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Sign-off policy',
            },
        ),
        migrations.CreateModel(
            name='SignOffStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(help_text='To find it among the others; nobody signs it.', max_length=120, verbose_name='name')),
                ('text', models.TextField(help_text='The sentence that people accept when they sign.', verbose_name='statement')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'sign-off statement',
                'verbose_name_plural': 'sign-off statements',
                'ordering': ['name'],
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='SignOffTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('signatures', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='how many different people must sign')),
                ('authors_may_sign', models.BooleanField(default=False, help_text='Whether the author of a map, and those who edited it since it was last signed, may sign it themselves.', verbose_name='authors may sign')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
                ('statement', models.ForeignKey(blank=True, help_text='Signers read it in their own language when it is translated.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtail_parcours.signoffstatement', verbose_name='statement')),
            ],
            options={
                'verbose_name': 'Sign-off',
                'verbose_name_plural': 'Sign-offs',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='SignOffReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=120)),
                ('sent_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('person', 'subject'), name='parcours_reminder_once')],
            },
        ),
    ]
