"""The known languages: BCP 47 tags, their English names, and the matching of tags."""

import re
from collections.abc import Iterable

from translation.exceptions import UsageError

LANGUAGES = {
    "af": "Afrikaans",
    "ar": "Arabic",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "eo": "Esperanto",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gl": "Galician",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "kn": "Kannada",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mr": "Marathi",
    "ms": "Malay",
    "mt": "Maltese",
    "nb": "Norwegian Bokmål",
    "ne": "Nepali",
    "nl": "Dutch",
    "nn": "Norwegian Nynorsk",
    "oc": "Occitan",
    "pa": "Punjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
    "zh": "Chinese",
}

VARIANTS = {
    "de-AT": "German (Austria)",
    "de-CH": "German (Switzerland)",
    "en-GB": "English (United Kingdom)",
    "en-US": "English (United States)",
    "es-419": "Spanish (Latin America)",
    "es-ES": "Spanish (Spain)",
    "es-MX": "Spanish (Mexico)",
    "fr-CA": "French (Canada)",
    "fr-FR": "French (France)",
    "pt-BR": "Portuguese (Brazil)",
    "pt-PT": "Portuguese (Portugal)",
    "zh-Hans": "Chinese (Simplified)",
    "zh-Hant": "Chinese (Traditional)",
}

# Other English names that people use.
OTHER_NAMES = {
    "american english": "en-US",
    "austrian german": "de-AT",
    "brazilian": "pt-BR",
    "brazilian portuguese": "pt-BR",
    "british english": "en-GB",
    "canadian french": "fr-CA",
    "european portuguese": "pt-PT",
    "farsi": "fa",
    "filipino": "tl",
    "latin american spanish": "es-419",
    "mandarin": "zh",
    "mexican spanish": "es-MX",
    "norwegian": "nb",
    "simplified chinese": "zh-Hans",
    "swiss german": "de-CH",
    "traditional chinese": "zh-Hant",
}

# Codes that older standards and other programs use, in lower case.
OTHER_CODES = {"no": "nb", "iw": "he", "in": "id", "fil": "tl", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}

_TAG_BY_NAME = {name.lower(): tag for tag, name in (LANGUAGES | VARIANTS).items()} | OTHER_NAMES
# A language, perhaps a script, perhaps a region: "pt", "zh-Hans", "es-419".
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?", re.IGNORECASE)


class LanguageInvalid(UsageError):
    """The text is neither the code nor the name of a known language."""

    default = "The language is not known. Write a code such as en, or an English name."


def name_of(tag: str) -> str:
    """Return the English name of a canonical tag, or the tag itself if it has none."""
    if name := (LANGUAGES | VARIANTS).get(tag):
        return name
    language, _, variant = tag.partition("-")
    return f"{LANGUAGES[language]} ({variant})" if language in LANGUAGES else tag


def parse_language(text: str) -> str:
    """Return the canonical tag for a code or an English name in any case. Raises LanguageInvalid."""
    name = " ".join(text.split())
    if tag := _TAG_BY_NAME.get(name.lower()):
        return tag
    code = name.replace("_", "-")
    code = OTHER_CODES.get(code.lower(), code)
    match = _TAG.fullmatch(code)
    if not match or base_language(code) not in LANGUAGES:
        raise LanguageInvalid(
            f"“{name[:40]}” is not a known language. Give a code such as pt-BR or a name such as German."
        )
    _, script, region = match.groups()
    parts = [base_language(code), script and script.title(), region and region.upper()]
    return "-".join(part for part in parts if part)


def base_language(tag: str) -> str:
    """Return the language of a tag without script and region."""
    language = tag.partition("-")[0].lower()
    return OTHER_CODES.get(language, language)


def best_match(tag: str, available: Iterable[str]) -> str | None:
    """Return the available tag that fits `tag` best, or None.

    The best fit is the tag itself, then its base language. A tag without a region also accepts any of its variants.
    """
    choices = sorted(available)
    if tag in choices:
        return tag
    base = base_language(tag)
    if base in choices:
        return base
    variants = [choice for choice in choices if base_language(choice) == base]
    return variants[0] if variants and tag == base else None
