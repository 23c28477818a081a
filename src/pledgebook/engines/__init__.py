"""Where bulk work runs: `map(function, shards)` and nothing else.

    local    processes of this machine
    on_ray   a Ray cluster, or one that is started here

Both give the outcome of each shard as soon as it is there, in any order, and lose no more than the shard that a worker had in
hand when it died. What the function does is its own affair: an engine knows nothing of documents.
"""

from pledgebook.engines.attempt import Engine, Lost

__all__ = ["Engine", "Lost"]
