"""What a language is called inside a sentence."""

from django.utils.translation import get_language, get_language_info
from wagtail.coreutils import get_content_languages

#: Languages that write the names of languages with a capital.
CAPITALS = frozenset({"en", "de", "nl", "cy", "ga"})


def language_in_sentence(code: str) -> str:
    """The name of a language in the active one: “English”, “anglais”."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        # A language that Django knows nothing of has the name that the site gives it.
        return str(get_content_languages().get(code, code))
    active = (get_language() or "en").partition("-")[0]
    return name if active in CAPITALS else f"{name[:1].lower()}{name[1:]}"
