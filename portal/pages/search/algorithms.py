"""What the register of rules says of the search: what is found, in which order, and how a misspelled word is put right."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words
from portal.discussion.search import full_text, newest
from portal.pages.search import documents, finding, kinds, misspellings, outcomes, vocabulary

SEARCH = Place(_("The search of the whole site"), "pages:search")
FIRST = date(2026, 11, 30)


def _order() -> list[Words]:
    return [
        _("What holds every word is found; Korean word forms and particles are recognised."),
        _("What holds the words in its title comes first, then what holds them in its text."),
        _("Within these: tasks by their number, then answers, updates, forums and comments, of each the newest first."),
        _("Of each kind at most %(most)d results are shown, the newest. How often something was agreed with does not matter.")
        % {"most": finding.MOST},
        _("Hidden, withdrawn and pending comments, drafts and withdrawn updates are never searched, not even for moderators."),
    ]


def _corrections() -> list[Words]:
    return [
        _("Only where nothing is found: a word that stands nowhere is compared with the words of what everybody may read."),
        _("One letter too many, too few, another one or two that changed places; a missing space. The most frequent word wins."),
        _("The page says which word was put right, and searches for the word as typed on request."),
        _("With fewer than %(few)d results, words of like meaning of a public list are searched for as well, and named.")
        % {"few": outcomes.LITTLE},
    ]


ALGORITHMS = (
    Algorithm(
        key="site-search",
        kind=Kind.ORDER,
        name=_("Search of the whole site"),
        purpose=_("Finds tasks, answers, updates, forums and comments by their words."),
        inputs=_("The words of the search, the texts everybody may read. Not who searches."),
        formula=_order,
        versions=(Version(1, FIRST, "f2bc6c86e9ec"),),
        answers_for=Owner.OPERATORS,
        off=_("Lists of tasks, answers, updates and forums, and every discussion, can be read without it."),
        places=(SEARCH,),
        code=(
            kinds.Kind,
            finding.find,
            finding.in_order,
            documents.documents_of,
            newest.newest,
            newest._batches,
            full_text.Search.patterns,
            full_text.forms_of,
        ),
    ),
    Algorithm(
        key="search-corrections",
        kind=Kind.SUGGESTION,
        name=_("Misspelled words of a search"),
        purpose=_("A slip of the finger still leads to what was meant."),
        inputs=_("The words of the search, and how many texts everybody may read hold a word. Searches are not stored."),
        formula=_corrections,
        versions=(Version(1, FIRST, "d9763c649a1c"),),
        answers_for=Owner.OPERATORS,
        off=_("The link “as typed” beside it searches for the very words."),
        places=(SEARCH,),
        code=(misspellings.slips, vocabulary.words_of, vocabulary.KNOWN, outcomes.outcome_of, full_text.synonyms_of),
    ),
)
