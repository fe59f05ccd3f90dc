import uuid

import django.core.validators
import django.db.models.deletion
import simple_history.models
import wagtail.fields
import wagtail.models.preview
import wagtail.search.index
from django.conf import settings
from django.db import migrations, models
from wagtail.images import get_image_model_string

import wagtail_parcours.models.channels
import wagtail_parcours.models.frameworks
import wagtail_parcours.models.maps
from wagtail_parcours.models.base import BASE_PAGE_MODEL


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(get_image_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(BASE_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CurrentStateMapPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=BASE_PAGE_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences: whose journey, through which service, since when.",
                        verbose_name="introduction",
                    ),
                ),
                (
                    "framework",
                    models.CharField(
                        blank=True,
                        choices=wagtail_parcours.models.maps.page_framework_choices,
                        default="",
                        max_length=80,
                        verbose_name="framework",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("persona_profile", 6),
                            ("stage_table", 37),
                            ("channel_improvement", 49),
                            ("evidence", 50),
                            ("text", 51),
                            ("image", 55),
                            ("document", 58),
                            ("callout", 62),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("wagtail_parcours.Persona",),
                                {"label": "Persona"},
                            ),
                            1: (
                                "wagtail_parcours.blocks.cells.ChannelChoiceBlock",
                                (),
                                {"label": "Service mode", "required": True},
                            ),
                            2: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "What the persona cannot do, or only with effort, in this service mode.",
                                    "label": "Functional limitations",
                                },
                            ),
                            3: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "How the persona reacts: gives up, asks again, apologises…",
                                    "label": "Emotional behaviours",
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("channel", 1), ("limitations", 2), ("behaviours", 3)]],
                                {},
                            ),
                            5: (
                                "wagtail.blocks.StreamBlock",
                                [[("reality", 4)]],
                                {"label": "Client reality by service mode", "required": False},
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("persona", 0), ("realities", 5)]],
                                {"group": "Journey"},
                            ),
                            7: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {
                                    "help_text": "Read out before the table: “Ana applies for the benefit”.",
                                    "label": "Title of the table",
                                    "max_length": 160,
                                },
                            ),
                            8: ("wagtail_parcours.blocks.stages.LaneSelectionBlock", (), {}),
                            9: ("wagtail_parcours.blocks.cells.KeyBlock", (), {}),
                            10: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {"label": "Stage name", "max_length": 120, "required": True},
                            ),
                            11: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "Clients are likely to have difficulty here.",
                                    "label": "Service point",
                                    "required": False,
                                },
                            ),
                            12: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "What makes the client enter this stage. One point per line.",
                                    "label": "Trigger",
                                },
                            ),
                            13: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "What the client does, and what they try to achieve. One point per line.",
                                    "label": "Client actions",
                                },
                            ),
                            14: ("wagtail_parcours.blocks.cells.ChannelChoiceBlock", (), {}),
                            15: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {"label": "What happens", "required": True},
                            ),
                            16: (
                                "wagtail.blocks.StructBlock",
                                [[("channel", 14), ("text", 15)]],
                                {},
                            ),
                            17: (
                                "wagtail.blocks.StreamBlock",
                                [[("touchpoint", 16)]],
                                {"label": "Interactions", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("barrier", "Barrier"),
                                        ("pain_point", "Pain point"),
                                        ("bright_spot", "Bright spot"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            19: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("1", "1 Slows the client"),
                                        ("2", "2 Serious difficulty"),
                                        ("3", "3 Stops the client"),
                                    ],
                                    "label": "Severity",
                                    "required": False,
                                },
                            ),
                            20: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "How do we know? Leave it empty and readers see “Assumption”.",
                                    "label": "Evidence",
                                    "rows": 1,
                                },
                            ),
                            21: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 18),
                                        ("text", 15),
                                        ("severity", 19),
                                        ("channel", 14),
                                        ("evidence", 20),
                                    ]
                                ],
                                {},
                            ),
                            22: (
                                "wagtail.blocks.StreamBlock",
                                [[("finding", 21)]],
                                {"label": "Barriers and findings", "required": False},
                            ),
                            23: ("wagtail_parcours.blocks.cells.SatisfactionBlock", (), {}),
                            24: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "One per line: worried, relieved…",
                                    "label": "Emotions",
                                },
                            ),
                            25: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "A sentence the client says or thinks.",
                                    "label": "In the client's words",
                                },
                            ),
                            26: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "This moment decides the client's whole opinion.",
                                    "label": "Moment of truth",
                                    "required": False,
                                },
                            ),
                            27: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("satisfaction", 23),
                                        ("emotions", 24),
                                        ("words", 25),
                                        ("moment_of_truth", 26),
                                    ]
                                ],
                                {"label": "Client experience"},
                            ),
                            28: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("interview", "Interviews"),
                                        ("survey", "Survey"),
                                        ("observation", "Observation"),
                                        ("data", "Operational data"),
                                        ("workshop", "Workshop"),
                                        ("document", "Document"),
                                        ("assumption", "Assumption"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            29: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "In one or two sentences. For an assumption: how could it be checked?",
                                    "label": "What it shows",
                                    "required": True,
                                },
                            ),
                            30: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {
                                    "help_text": "Who or what, and how many: “12 interviews, spring 2026”.",
                                    "label": "Source",
                                },
                            ),
                            31: (
                                "wagtail_parcours.blocks.cells.PlainDateBlock",
                                (),
                                {"label": "Date"},
                            ),
                            32: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"default": "", "label": "Web address", "required": False},
                            ),
                            33: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 28),
                                        ("text", 29),
                                        ("source", 30),
                                        ("date", 31),
                                        ("url", 32),
                                    ]
                                ],
                                {},
                            ),
                            34: (
                                "wagtail.blocks.StreamBlock",
                                [[("evidence", 33)]],
                                {"label": "Evidence", "required": False},
                            ),
                            35: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("framework_stage", 9),
                                        ("name", 10),
                                        ("service_point", 11),
                                        ("trigger", 12),
                                        ("actions", 13),
                                        ("touchpoints", 17),
                                        ("findings", 22),
                                        ("experience", 27),
                                        ("evidence", 34),
                                    ]
                                ],
                                {},
                            ),
                            36: ("wagtail.blocks.StreamBlock", [[("stage", 35)]], {}),
                            37: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 7), ("lanes", 8), ("stages", 36)]],
                                {"group": "Journey"},
                            ),
                            38: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "What the client cannot do, or only with effort, in this service mode.",
                                    "label": "Functional limitations",
                                },
                            ),
                            39: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "How the client reacts in this service mode today.",
                                    "label": "Emotional behaviours",
                                },
                            ),
                            40: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("technology", "Technology"),
                                        ("policy", "Policy"),
                                        ("service_design", "Service design"),
                                        ("assistance", "Assistance"),
                                        ("employee_training", "Employee training"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            41: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {"label": "What changes", "required": True},
                            ),
                            42: (
                                "wagtail_parcours.blocks.cells.BarrierReferencesBlock",
                                (),
                                {
                                    "help_text": "Choose among the findings of the current-state map of this page.",
                                    "label": "Barriers it removes",
                                },
                            ),
                            43: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {"label": "Responsible", "max_length": 160},
                            ),
                            44: (
                                "wagtail_parcours.blocks.cells.PlainDateBlock",
                                (),
                                {"label": "Target date"},
                            ),
                            45: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 40),
                                        ("text", 41),
                                        ("barriers", 42),
                                        ("responsible", 43),
                                        ("due", 44),
                                    ]
                                ],
                                {},
                            ),
                            46: (
                                "wagtail.blocks.StreamBlock",
                                [[("improvement", 45)]],
                                {"label": "Improvements", "required": False},
                            ),
                            47: (
                                "wagtail_parcours.blocks.cells.SatisfactionBlock",
                                (),
                                {"label": "Expected satisfaction"},
                            ),
                            48: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "How the client will tell it, once the improvements are in place.",
                                    "label": "Client experience expected",
                                },
                            ),
                            49: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("channel", 1),
                                        ("limitations", 38),
                                        ("behaviours", 39),
                                        ("improvements", 46),
                                        ("satisfaction", 47),
                                        ("experience", 48),
                                    ]
                                ],
                                {"group": "Journey"},
                            ),
                            50: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 28),
                                        ("text", 29),
                                        ("source", 30),
                                        ("date", 31),
                                        ("url", 32),
                                    ]
                                ],
                                {"group": "Journey"},
                            ),
                            51: (
                                "wagtail_parcours.blocks.content.FreeTextBlock",
                                (),
                                {"group": "Content"},
                            ),
                            52: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Image"}),
                            53: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {
                                    "help_text": "What someone who cannot see the image must know. Empty if it only decorates.",
                                    "label": "Alternative text",
                                    "max_length": 250,
                                },
                            ),
                            54: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {"label": "Caption", "max_length": 250},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 52), ("alt", 53), ("caption", 54)]],
                                {"group": "Content"},
                            ),
                            56: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "Document"},
                            ),
                            57: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {
                                    "help_text": "Empty: the document's own title.",
                                    "label": "Link text",
                                    "max_length": 160,
                                },
                            ),
                            58: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 56), ("title", 57)]],
                                {"group": "Content"},
                            ),
                            59: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("note", "Note"),
                                        ("warning", "Important"),
                                        ("example", "Example"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            60: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {"label": "Title", "max_length": 120},
                            ),
                            61: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {"label": "Text", "required": True},
                            ),
                            62: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 59), ("title", 60), ("text", 61)]],
                                {"group": "Content"},
                            ),
                        },
                        verbose_name="map",
                    ),
                ),
            ],
            options={
                "verbose_name": "current-state map",
                "verbose_name_plural": "current-state maps",
            },
            bases=(BASE_PAGE_MODEL.lower(), models.Model),
        ),
        migrations.CreateModel(
            name="JourneyIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=BASE_PAGE_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="What readers find here, in a few sentences.",
                        verbose_name="introduction",
                    ),
                ),
            ],
            options={
                "verbose_name": "journey catalogue",
                "verbose_name_plural": "journey catalogues",
            },
            bases=(BASE_PAGE_MODEL.lower(), models.Model),
        ),
        migrations.CreateModel(
            name="MappingProjectPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=BASE_PAGE_MODEL,
                    ),
                ),
                (
                    "problem_statement",
                    models.TextField(
                        blank=True,
                        help_text="What is wrong today, for whom, and how you know. In a few sentences.",
                        verbose_name="problem statement",
                    ),
                ),
                (
                    "scope",
                    models.TextField(
                        blank=True,
                        help_text="What the maps cover, and what they leave out.",
                        verbose_name="scope",
                    ),
                ),
                ("sponsor", models.CharField(blank=True, max_length=160, verbose_name="sponsor")),
                (
                    "partners",
                    models.TextField(
                        blank=True, help_text="One per line.", verbose_name="partners"
                    ),
                ),
                (
                    "champions",
                    models.TextField(
                        blank=True,
                        help_text="Who carries the project. One per line.",
                        verbose_name="champions",
                    ),
                ),
                (
                    "governance",
                    models.TextField(
                        blank=True,
                        help_text="Who decides on improvements, and how often they meet.",
                        verbose_name="governance",
                    ),
                ),
                (
                    "actions_done",
                    models.JSONField(blank=True, default=list, verbose_name="actions done"),
                ),
            ],
            options={
                "verbose_name": "mapping project",
                "verbose_name_plural": "mapping projects",
            },
            bases=(BASE_PAGE_MODEL.lower(), models.Model),
        ),
        migrations.CreateModel(
            name="FutureStateMapPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=BASE_PAGE_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences: whose journey, through which service, since when.",
                        verbose_name="introduction",
                    ),
                ),
                (
                    "framework",
                    models.CharField(
                        blank=True,
                        choices=wagtail_parcours.models.maps.page_framework_choices,
                        default="",
                        max_length=80,
                        verbose_name="framework",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("persona_profile", 6),
                            ("stage_table", 37),
                            ("channel_improvement", 49),
                            ("evidence", 50),
                            ("text", 51),
                            ("image", 55),
                            ("document", 58),
                            ("callout", 62),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("wagtail_parcours.Persona",),
                                {"label": "Persona"},
                            ),
                            1: (
                                "wagtail_parcours.blocks.cells.ChannelChoiceBlock",
                                (),
                                {"label": "Service mode", "required": True},
                            ),
                            2: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "What the persona cannot do, or only with effort, in this service mode.",
                                    "label": "Functional limitations",
                                },
                            ),
                            3: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "How the persona reacts: gives up, asks again, apologises…",
                                    "label": "Emotional behaviours",
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("channel", 1), ("limitations", 2), ("behaviours", 3)]],
                                {},
                            ),
                            5: (
                                "wagtail.blocks.StreamBlock",
                                [[("reality", 4)]],
                                {"label": "Client reality by service mode", "required": False},
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("persona", 0), ("realities", 5)]],
                                {"group": "Journey"},
                            ),
                            7: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {
                                    "help_text": "Read out before the table: “Ana applies for the benefit”.",
                                    "label": "Title of the table",
                                    "max_length": 160,
                                },
                            ),
                            8: ("wagtail_parcours.blocks.stages.LaneSelectionBlock", (), {}),
                            9: ("wagtail_parcours.blocks.cells.KeyBlock", (), {}),
                            10: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {"label": "Stage name", "max_length": 120, "required": True},
                            ),
                            11: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "Clients are likely to have difficulty here.",
                                    "label": "Service point",
                                    "required": False,
                                },
                            ),
                            12: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "What makes the client enter this stage. One point per line.",
                                    "label": "Trigger",
                                },
                            ),
                            13: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "What the client does, and what they try to achieve. One point per line.",
                                    "label": "Client actions",
                                },
                            ),
                            14: ("wagtail_parcours.blocks.cells.ChannelChoiceBlock", (), {}),
                            15: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {"label": "What happens", "required": True},
                            ),
                            16: (
                                "wagtail.blocks.StructBlock",
                                [[("channel", 14), ("text", 15)]],
                                {},
                            ),
                            17: (
                                "wagtail.blocks.StreamBlock",
                                [[("touchpoint", 16)]],
                                {"label": "Interactions", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("barrier", "Barrier"),
                                        ("pain_point", "Pain point"),
                                        ("bright_spot", "Bright spot"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            19: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("1", "1 Slows the client"),
                                        ("2", "2 Serious difficulty"),
                                        ("3", "3 Stops the client"),
                                    ],
                                    "label": "Severity",
                                    "required": False,
                                },
                            ),
                            20: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "How do we know? Leave it empty and readers see “Assumption”.",
                                    "label": "Evidence",
                                    "rows": 1,
                                },
                            ),
                            21: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 18),
                                        ("text", 15),
                                        ("severity", 19),
                                        ("channel", 14),
                                        ("evidence", 20),
                                    ]
                                ],
                                {},
                            ),
                            22: (
                                "wagtail.blocks.StreamBlock",
                                [[("finding", 21)]],
                                {"label": "Barriers and findings", "required": False},
                            ),
                            23: ("wagtail_parcours.blocks.cells.SatisfactionBlock", (), {}),
                            24: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "One per line: worried, relieved…",
                                    "label": "Emotions",
                                },
                            ),
                            25: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "A sentence the client says or thinks.",
                                    "label": "In the client's words",
                                },
                            ),
                            26: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "This moment decides the client's whole opinion.",
                                    "label": "Moment of truth",
                                    "required": False,
                                },
                            ),
                            27: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("satisfaction", 23),
                                        ("emotions", 24),
                                        ("words", 25),
                                        ("moment_of_truth", 26),
                                    ]
                                ],
                                {"label": "Client experience"},
                            ),
                            28: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("interview", "Interviews"),
                                        ("survey", "Survey"),
                                        ("observation", "Observation"),
                                        ("data", "Operational data"),
                                        ("workshop", "Workshop"),
                                        ("document", "Document"),
                                        ("assumption", "Assumption"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            29: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "In one or two sentences. For an assumption: how could it be checked?",
                                    "label": "What it shows",
                                    "required": True,
                                },
                            ),
                            30: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {
                                    "help_text": "Who or what, and how many: “12 interviews, spring 2026”.",
                                    "label": "Source",
                                },
                            ),
                            31: (
                                "wagtail_parcours.blocks.cells.PlainDateBlock",
                                (),
                                {"label": "Date"},
                            ),
                            32: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"default": "", "label": "Web address", "required": False},
                            ),
                            33: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 28),
                                        ("text", 29),
                                        ("source", 30),
                                        ("date", 31),
                                        ("url", 32),
                                    ]
                                ],
                                {},
                            ),
                            34: (
                                "wagtail.blocks.StreamBlock",
                                [[("evidence", 33)]],
                                {"label": "Evidence", "required": False},
                            ),
                            35: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("framework_stage", 9),
                                        ("name", 10),
                                        ("service_point", 11),
                                        ("trigger", 12),
                                        ("actions", 13),
                                        ("touchpoints", 17),
                                        ("findings", 22),
                                        ("experience", 27),
                                        ("evidence", 34),
                                    ]
                                ],
                                {},
                            ),
                            36: ("wagtail.blocks.StreamBlock", [[("stage", 35)]], {}),
                            37: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 7), ("lanes", 8), ("stages", 36)]],
                                {"group": "Journey"},
                            ),
                            38: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "What the client cannot do, or only with effort, in this service mode.",
                                    "label": "Functional limitations",
                                },
                            ),
                            39: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "How the client reacts in this service mode today.",
                                    "label": "Emotional behaviours",
                                },
                            ),
                            40: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("technology", "Technology"),
                                        ("policy", "Policy"),
                                        ("service_design", "Service design"),
                                        ("assistance", "Assistance"),
                                        ("employee_training", "Employee training"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            41: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {"label": "What changes", "required": True},
                            ),
                            42: (
                                "wagtail_parcours.blocks.cells.BarrierReferencesBlock",
                                (),
                                {
                                    "help_text": "Choose among the findings of the current-state map of this page.",
                                    "label": "Barriers it removes",
                                },
                            ),
                            43: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {"label": "Responsible", "max_length": 160},
                            ),
                            44: (
                                "wagtail_parcours.blocks.cells.PlainDateBlock",
                                (),
                                {"label": "Target date"},
                            ),
                            45: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 40),
                                        ("text", 41),
                                        ("barriers", 42),
                                        ("responsible", 43),
                                        ("due", 44),
                                    ]
                                ],
                                {},
                            ),
                            46: (
                                "wagtail.blocks.StreamBlock",
                                [[("improvement", 45)]],
                                {"label": "Improvements", "required": False},
                            ),
                            47: (
                                "wagtail_parcours.blocks.cells.SatisfactionBlock",
                                (),
                                {"label": "Expected satisfaction"},
                            ),
                            48: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {
                                    "help_text": "How the client will tell it, once the improvements are in place.",
                                    "label": "Client experience expected",
                                },
                            ),
                            49: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("channel", 1),
                                        ("limitations", 38),
                                        ("behaviours", 39),
                                        ("improvements", 46),
                                        ("satisfaction", 47),
                                        ("experience", 48),
                                    ]
                                ],
                                {"group": "Journey"},
                            ),
                            50: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 28),
                                        ("text", 29),
                                        ("source", 30),
                                        ("date", 31),
                                        ("url", 32),
                                    ]
                                ],
                                {"group": "Journey"},
                            ),
                            51: (
                                "wagtail_parcours.blocks.content.FreeTextBlock",
                                (),
                                {"group": "Content"},
                            ),
                            52: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Image"}),
                            53: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {
                                    "help_text": "What someone who cannot see the image must know. Empty if it only decorates.",
                                    "label": "Alternative text",
                                    "max_length": 250,
                                },
                            ),
                            54: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {"label": "Caption", "max_length": 250},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 52), ("alt", 53), ("caption", 54)]],
                                {"group": "Content"},
                            ),
                            56: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "Document"},
                            ),
                            57: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {
                                    "help_text": "Empty: the document's own title.",
                                    "label": "Link text",
                                    "max_length": 160,
                                },
                            ),
                            58: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 56), ("title", 57)]],
                                {"group": "Content"},
                            ),
                            59: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("note", "Note"),
                                        ("warning", "Important"),
                                        ("example", "Example"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            60: (
                                "wagtail_parcours.blocks.cells.LineBlock",
                                (),
                                {"label": "Title", "max_length": 120},
                            ),
                            61: (
                                "wagtail_parcours.blocks.cells.TextCellBlock",
                                (),
                                {"label": "Text", "required": True},
                            ),
                            62: (
                                "wagtail.blocks.StructBlock",
                                [[("kind", 59), ("title", 60), ("text", 61)]],
                                {"group": "Content"},
                            ),
                        },
                        verbose_name="map",
                    ),
                ),
                (
                    "current_map",
                    models.ForeignKey(
                        blank=True,
                        help_text="Improvements name the barriers of this map.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=BASE_PAGE_MODEL,
                        verbose_name="current-state map",
                    ),
                ),
            ],
            options={
                "verbose_name": "future-state map",
                "verbose_name_plural": "future-state maps",
            },
            bases=(BASE_PAGE_MODEL.lower(), models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChannel",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Maps refer to the channel by this. Do not change it once it is in use.",
                        max_length=80,
                        verbose_name="identifier",
                    ),
                ),
                (
                    "icon",
                    models.CharField(
                        choices=wagtail_parcours.models.channels.channel_icon_choices,
                        default="parcours-channel",
                        max_length=60,
                        verbose_name="icon",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "sort_order",
                    models.PositiveIntegerField(
                        default=100,
                        help_text="Smaller numbers come first.",
                        verbose_name="position",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical channel",
                "verbose_name_plural": "historical channels",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTargetGroup",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="Who they are and what they have in common.",
                        verbose_name="description",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical target group",
                "verbose_name_plural": "historical target groups",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="TargetGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="Who they are and what they have in common.",
                        verbose_name="description",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "target group",
                "verbose_name_plural": "target groups",
                "ordering": ["name"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPersona",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                ("name", models.CharField(max_length=80, verbose_name="first name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("client", "Client"),
                            ("employee", "Employee"),
                            ("third_party", "Third party acting for or accompanying the client"),
                        ],
                        default="client",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("fictional", "Fictional"),
                            ("composite", "Composite of several interviews"),
                            ("real", "Real person, with consent"),
                        ],
                        help_text="Readers see this wherever the persona appears.",
                        max_length=20,
                        verbose_name="origin",
                    ),
                ),
                (
                    "interviews",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="For a composite persona: how many interviews it is made of.",
                        null=True,
                        verbose_name="number of interviews",
                    ),
                ),
                (
                    "photo_alt",
                    models.CharField(
                        blank=True,
                        help_text="What the photo shows, for people who cannot see it.",
                        max_length=250,
                        verbose_name="alternative text of the photo",
                    ),
                ),
                (
                    "age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(130)],
                        verbose_name="age",
                    ),
                ),
                (
                    "narrative",
                    models.TextField(
                        blank=True,
                        help_text="A few lines that make the person real: daily life, difficulties, hopes.",
                        verbose_name="narrative",
                    ),
                ),
                (
                    "quote",
                    models.CharField(
                        blank=True,
                        help_text="One line that people remember.",
                        max_length=250,
                        verbose_name="quote",
                    ),
                ),
                (
                    "needs",
                    models.TextField(
                        blank=True,
                        help_text="What the client seeks from the service, one a line.",
                        verbose_name="needs",
                    ),
                ),
                (
                    "goals",
                    models.TextField(blank=True, help_text="One per line.", verbose_name="goals"),
                ),
                (
                    "condition",
                    models.TextField(
                        blank=True,
                        help_text="Plain and respectful words: the need before the name of a condition.",
                        verbose_name="disability or health condition",
                    ),
                ),
                (
                    "symptoms",
                    models.TextField(
                        blank=True,
                        help_text="What keeps the client from using your services easily, one a line.",
                        verbose_name="symptoms",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True,
                        help_text="Languages spoken and signed.",
                        max_length=160,
                        verbose_name="languages",
                    ),
                ),
                (
                    "reading_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not stated"),
                            ("low", "Reads with difficulty"),
                            ("basic", "Reads short, simple texts"),
                            ("fluent", "Reads any text with ease"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="reading level",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Together, the personas of a service should stand for about 80%.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of clients represented (%)",
                    ),
                ),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        help_text="Interviews, surveys or data behind this persona.",
                        verbose_name="evidence",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Without a photo, readers see a monogram.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="photo",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wagtail_parcours.targetgroup",
                        verbose_name="target group",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical persona",
                "verbose_name_plural": "historical personas",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Maps refer to the channel by this. Do not change it once it is in use.",
                        max_length=80,
                        verbose_name="identifier",
                    ),
                ),
                (
                    "icon",
                    models.CharField(
                        choices=wagtail_parcours.models.channels.channel_icon_choices,
                        default="parcours-channel",
                        max_length=60,
                        verbose_name="icon",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "sort_order",
                    models.PositiveIntegerField(
                        default=100,
                        help_text="Smaller numbers come first.",
                        verbose_name="position",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
                "ordering": ["sort_order", "name"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("slug", "locale"),
                        name="parcours_channel_slug_locale",
                        violation_error_message="Another channel already has this identifier.",
                    )
                ],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="FrameworkStageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "framework",
                    models.CharField(
                        choices=wagtail_parcours.models.frameworks.stored_framework_choices,
                        max_length=80,
                        verbose_name="framework",
                    ),
                ),
                ("key", models.SlugField(max_length=80, verbose_name="stage")),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "guidance",
                    models.TextField(
                        blank=True, help_text="What to ask here.", verbose_name="guidance"
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "framework stage",
                "verbose_name_plural": "framework stages",
                "ordering": ["framework", "sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "key", "locale"),
                        name="parcours_framework_stage_locale",
                    )
                ],
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="JourneyFacet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "facet",
                    models.CharField(
                        choices=[
                            ("persona", "Persona"),
                            ("target_group", "Target group"),
                            ("channel", "Channel"),
                        ],
                        max_length=20,
                    ),
                ),
                ("value", models.CharField(max_length=80)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=BASE_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["facet", "value"], name="parcours_facet_value")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "facet", "value"), name="parcours_facet_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Persona",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="first name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("client", "Client"),
                            ("employee", "Employee"),
                            ("third_party", "Third party acting for or accompanying the client"),
                        ],
                        default="client",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("fictional", "Fictional"),
                            ("composite", "Composite of several interviews"),
                            ("real", "Real person, with consent"),
                        ],
                        help_text="Readers see this wherever the persona appears.",
                        max_length=20,
                        verbose_name="origin",
                    ),
                ),
                (
                    "interviews",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="For a composite persona: how many interviews it is made of.",
                        null=True,
                        verbose_name="number of interviews",
                    ),
                ),
                (
                    "photo_alt",
                    models.CharField(
                        blank=True,
                        help_text="What the photo shows, for people who cannot see it.",
                        max_length=250,
                        verbose_name="alternative text of the photo",
                    ),
                ),
                (
                    "age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(130)],
                        verbose_name="age",
                    ),
                ),
                (
                    "narrative",
                    models.TextField(
                        blank=True,
                        help_text="A few lines that make the person real: daily life, difficulties, hopes.",
                        verbose_name="narrative",
                    ),
                ),
                (
                    "quote",
                    models.CharField(
                        blank=True,
                        help_text="One line that people remember.",
                        max_length=250,
                        verbose_name="quote",
                    ),
                ),
                (
                    "needs",
                    models.TextField(
                        blank=True,
                        help_text="What the client seeks from the service, one a line.",
                        verbose_name="needs",
                    ),
                ),
                (
                    "goals",
                    models.TextField(blank=True, help_text="One per line.", verbose_name="goals"),
                ),
                (
                    "condition",
                    models.TextField(
                        blank=True,
                        help_text="Plain and respectful words: the need before the name of a condition.",
                        verbose_name="disability or health condition",
                    ),
                ),
                (
                    "symptoms",
                    models.TextField(
                        blank=True,
                        help_text="What keeps the client from using your services easily, one a line.",
                        verbose_name="symptoms",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True,
                        help_text="Languages spoken and signed.",
                        max_length=160,
                        verbose_name="languages",
                    ),
                ),
                (
                    "reading_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not stated"),
                            ("low", "Reads with difficulty"),
                            ("basic", "Reads short, simple texts"),
                            ("fluent", "Reads any text with ease"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="reading level",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Together, the personas of a service should stand for about 80%.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of clients represented (%)",
                    ),
                ),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        help_text="Interviews, surveys or data behind this persona.",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        help_text="Without a photo, readers see a monogram.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="photo",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="personas",
                        to="wagtail_parcours.targetgroup",
                        verbose_name="target group",
                    ),
                ),
            ],
            options={
                "verbose_name": "persona",
                "verbose_name_plural": "personas",
                "ordering": ["name"],
                "permissions": [
                    (
                        "access_sensitive_persona",
                        "Can see and edit the sensitive fields of personas",
                    )
                ],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                wagtail.search.index.Indexed,
                models.Model,
            ),
        ),
    ]
