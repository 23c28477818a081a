"""Statements → commitments: block, compare, judge, cluster, contradictions. Pure functions; no I/O and no state.

`features` and `keys` of every statement are what a book stores; `judge` says of two what the rules say and `compare` why;
`touching` and `group` make commitments so that the order and the batches of adding change nothing (`view` prepares them); `related` finds how
commitments stand to each other; `commitment` sums one up; `stake` says what hangs on a question. docs/decisions/0005-merging.md says why it is made so.
"""

from pledgebook.reconcile.block import keys
from pledgebook.reconcile.cluster import Group, group, related, touching, view
from pledgebook.reconcile.describe import features
from pledgebook.reconcile.explain import Comparison, Point, compare
from pledgebook.reconcile.features import Features, decode_features, encode_features
from pledgebook.reconcile.judge import judge
from pledgebook.reconcile.stake import stake
from pledgebook.reconcile.summary import commitment
from pledgebook.reconcile.weights import RULE

__all__ = [
    "RULE",
    "Comparison",
    "Features",
    "Group",
    "Point",
    "commitment",
    "compare",
    "decode_features",
    "encode_features",
    "features",
    "group",
    "judge",
    "keys",
    "related",
    "stake",
    "touching",
    "view",
]
