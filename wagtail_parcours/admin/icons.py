"""The plugin's icons: 16 × 16, one line width, in the colour of the text around them."""

NAMES = (
    "journey",
    "persona",
    "stage",
    "table",
    "touchpoint",
    "evidence",
    "experience",
    "improvement",
    "indicator",
    "channel",
    "channel-online",
    "channel-telephone",
    "channel-in-person",
    "channel-mail",
    "channel-message",
    "channel-partner",
)

#: Templates of the icons, for Wagtail's sprite.
ICONS = [f"wagtail_parcours/icons/parcours-{name}.svg" for name in NAMES]
