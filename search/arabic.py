"""What is an Arabic word without its article, conjunction and endings? The light10 stemmer.

Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval" (2007). Works on
folded words: alef, yeh and teh marbuta are already one letter each.
"""

ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
CONJUNCTION = "و"


def without_article(word: str) -> str:
    """Return a folded Arabic word without its article, of which at least two letters remain; others as they are."""
    return next((word[len(one) :] for one in ARTICLES if word.startswith(one) and len(word) >= len(one) + 2), word)


def is_arabic(word: str) -> bool:
    """Whether a folded word begins with a letter of Arabic script."""
    return "\u0600" <= word[:1] <= "\u06ff"


def light10(word: str) -> str:
    """Return a folded Arabic word without its light prefixes and suffixes.

    Two letters always remain, three after the conjunction. Words of other scripts come back as
    they are.
    """
    bare = without_article(word)
    if bare == word and word.startswith(CONJUNCTION) and len(word) >= 4:
        bare = word[1:]
    word = bare
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 2:
            word = word[: -len(ending)]
    return word
