"""A question as each language of the site understands it."""

from collections.abc import Mapping

from search.engines.embedded.vocabulary import ExactVocabulary, IndexVocabulary
from search.matching import Question
from search.models import IndexTotals
from search.query import AuthorisedQuery
from search.spelling import understand


def understood(query: AuthorisedQuery, known: Mapping[str, IndexTotals]) -> dict[str, Question]:
    """The question in every language. In those that were not chosen, whose results are only counted, it is taken as it
    was typed: in another language every word looks misspelt, and to find those like each cost most of the time.

    Arguments: known, how many documents each language has; see `vocabulary.totals`.
    """
    languages, chosen = query.site_languages, query.chosen_languages
    vocabulary = IndexVocabulary(query.text, languages)
    questions = {}
    for language in languages:
        total = known.get(language)
        words = vocabulary if language in chosen else ExactVocabulary(vocabulary)
        questions[language] = understand(query.text, language, words, total.documents if total else 0)
    return questions
