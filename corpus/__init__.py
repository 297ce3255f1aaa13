"""Stage three: records in, answers out.

Importing the package is light: dictionaries load with the first word that is analysed.
"""

from corpus.archive import Archive, Prepared, State, prepare
from corpus.index import Filters
from corpus.search import Hit, hit_to_json, search

__all__ = ["Archive", "Filters", "Hit", "Prepared", "State", "hit_to_json", "prepare", "search"]
