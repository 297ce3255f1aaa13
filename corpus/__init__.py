"""Stage three: records in, answers out.

Importing the package is light: dictionaries load with the first word that is analysed. Plans, links and
claims are asked of `corpus.relink`, questions of `corpus.questions`.
"""

from corpus.archive import Archive, Prepared, State, prepare
from corpus.claims import Claim, claim_to_json
from corpus.index import Filters
from corpus.links import Link, link_to_json
from corpus.plans import Plan, plan_to_json
from corpus.questions import AskedQuestion, question_to_json
from corpus.search import Hit, hit_to_json, search

__all__ = [
    "Archive",
    "AskedQuestion",
    "Claim",
    "Filters",
    "Hit",
    "Link",
    "Plan",
    "Prepared",
    "State",
    "claim_to_json",
    "hit_to_json",
    "link_to_json",
    "plan_to_json",
    "prepare",
    "question_to_json",
    "search",
]
