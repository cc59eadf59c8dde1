"""What is an Arabic word without its article, conjunction and endings? The light10 stemmer.

Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval" (2007). Works on
folded words: alef, yeh and teh marbuta are already one letter each.
"""

ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
CONJUNCTION = "و"


def light10(word: str) -> str:
    """Return a folded Arabic word without its light prefixes and suffixes.

    Two letters always remain, three after the conjunction. Words of other scripts come back as
    they are.
    """
    for article in ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 2:
            word = word[len(article) :]
            break
    else:
        if word.startswith(CONJUNCTION) and len(word) >= 4:
            word = word[1:]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 2:
            word = word[: -len(ending)]
    return word
