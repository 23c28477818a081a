"""Learn the weights of signs from annotated documents.

    scripts/train                  rebuild src/pledgebook/extract/decide/weights.json and print the figures of the folds
    scripts/train --check          rebuild in memory and fail where the file would differ
    scripts/train --folds-only     only the cross-validation
    scripts/train --errors 3       the errors of the folds by cause, with three examples of each

The model is logistic regression whose weights are drawn towards the priors of `language/en/priors.toml`: one model for
*is it a statement*, one with five outcomes for *which kind*, one for *does this place receive*. It is deterministic: same documents, same file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit, log_expit, logsumexp

from evals.learn.annotated import Annotated, load
from evals.learn.fold_errors import errors_of, lines_of, paired
from pledgebook.extract.decide.linear import KINDS, choose
from pledgebook.extract.fields.actors import actors_of
from pledgebook.extract.fields.recipients import Case, Option, options
from pledgebook.language.lexicon import lexicon_table

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/pledgebook/extract/decide/weights.json"
FOLDS = 8
SHUFFLES = 3
"""How often the documents are dealt anew: the figures of one deal differ by a point from those of another."""
KIND_STRENGTH = 0.05
"""The same for the signs of kinds."""
RECIPIENT_STRENGTH = 0.05
"""The same for the signs of places."""
KIND_ONLY = ("date:", "date×mood:")
"""Signs that tell kinds apart and say nothing, on folds, about what is a statement."""
RARE = 3
"""A sign that fewer candidates have is not learned."""
STRENGTH = 0.1
"""How far evidence may move a weight from its prior: the variance of the Gaussian around it."""
OPTIONAL = 0.3
"""The weight of an annotation on which careful readers differ."""
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45)

Array = NDArray[np.float64]


def priors() -> tuple[dict[str, float], dict[str, dict[str, float]], dict[str, float]]:
    """The prior weights: of being a statement, of each kind, and of a place receiving."""
    raw = lexicon_table("priors")
    return raw["statement"], raw["kind"], raw["recipient"]


def vocabulary(rows: Sequence[Sequence[str]], known: Iterable[str]) -> dict[str, int]:
    """Sign → column, for the signs that occur often enough and those with a prior, in alphabetical order."""
    counts = Counter(sign for row in rows for sign in set(row))
    return {
        sign: column for column, sign in enumerate(sorted({s for s, n in counts.items() if n >= RARE} | set(known)))
    }


def matrix(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> csr_matrix:
    """Candidates by signs, ones and zeros."""
    pointers, indices = [0], []
    for row in rows:
        indices += sorted({columns[sign] for sign in row if sign in columns})
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(columns)))


def fit_statement(x: csr_matrix, y: Array, weight: Array, prior: Array, strength: float = STRENGTH) -> Array:
    """Maximum a posteriori weights of *is it a statement*; `y` is 0 or 1."""
    sign = 2 * y - 1

    def loss(b: Array) -> tuple[float, Array]:
        z = x @ b
        value = -(weight * log_expit(sign * z)).sum() + ((b - prior) ** 2).sum() / (2 * strength)
        slope = x.T @ (-(weight * sign * expit(-sign * z))) + (b - prior) / strength
        return float(value), slope

    return np.asarray(minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)


def fit_kind(x: csr_matrix, y: NDArray[np.int64], weight: Array, prior: Array) -> Array:
    """Maximum a posteriori weights of *which kind*, signs by kinds."""
    truth = np.eye(prior.shape[1])[y]

    def loss(flat: Array) -> tuple[float, Array]:
        b = flat.reshape(prior.shape)
        z = x @ b
        norm = logsumexp(z, axis=1)
        value = (weight * (norm - (z * truth).sum(1))).sum() + ((b - prior) ** 2).sum() / (2 * KIND_STRENGTH)
        slope = x.T @ ((np.exp(z - norm[:, None]) - truth) * weight[:, None]) + (b - prior) / KIND_STRENGTH
        return float(value), slope.ravel()

    result = minimize(loss, prior.ravel().copy(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return np.asarray(result).reshape(prior.shape)


@dataclass(frozen=True)
class Learned:
    """Sign → rounded weights of the three models."""

    statement: dict[str, float]
    kind: dict[str, list[float]]
    recipient: dict[str, float]


def cases(one: Annotated) -> list[tuple[int, Case]]:
    """Every annotated statement that has a candidate, as a case of recipients, with its annotation; what comes before
    it and beside it is taken from the annotations too."""
    rows = []
    text = one.document.text
    order = sorted(range(len(one.gold)), key=lambda g: one.gold[g]["start"])
    rank = {g: place for place, g in enumerate(order)}
    for proposal, g in zip(one.examined.proposals, one.labels, strict=True):
        if g is None:
            continue
        candidate = proposal.candidate
        parsed = one.examined.parsed[candidate.sentence]
        low, high = parsed.sentence.start, parsed.sentence.end
        ahead = [frozenset(one.gold[h]["recipients"]) for h in order[: rank[g]]]
        case = Case(
            candidate,
            parsed,
            one.examined.names[candidate.sentence],
            actors_of(candidate, parsed, text),
            one.gold[g]["kind"],
            [(h["start"], h["end"]) for h in one.gold if h is not one.gold[g] and low <= h["start"] < high],
            ahead[-1] if ahead else frozenset(),
            frozenset().union(*ahead),
        )
        rows.append((g, case))
    return rows


def receives(option: Option, wanted: set[str], named: set[str]) -> bool:
    """Whether an option is one of the annotated recipients. One without an id is where its words spell an
    organisation's, or, as "the region", where a recipient is named nowhere in the sentence."""
    mention = option.mention
    if mention.ids:
        return bool(wanted & set(mention.ids))
    if mention.sort == "organisation":
        words = mention.text.lower().replace("-", " ")
        return any(all(part in words for part in i[4:].split("-")) for i in wanted if i.startswith("org:"))
    return any(not i.startswith("org:") for i in wanted - named)


def learn_recipients(documents: Sequence[Annotated]) -> dict[str, float]:
    """Sign of a place → rounded weight of being a recipient."""
    rows, y, weight = [], [], []
    for one in documents:
        for g, case in cases(one):
            wanted = set(one.gold[g]["recipients"])
            found = options(case, one.examined.around)
            named = {i for option in found if not option.unnamed for i in option.mention.ids}
            for option in found:
                rows.append(option.signs)
                y.append(float(receives(option, wanted, named)))
                weight.append(0.5 if one.gold[g].get("optional") else 1.0)
    known = priors()[2]
    columns = vocabulary(rows, known)
    prior = np.array([known.get(sign, 0.0) for sign in columns])
    b = fit_statement(matrix(rows, columns), np.array(y), np.array(weight), prior, RECIPIENT_STRENGTH)
    return {sign: round(float(value), 2) for sign, value in zip(columns, b, strict=True) if round(float(value), 2)}


def learn(documents: Sequence[Annotated]) -> Learned:
    """The models from annotated documents."""
    to_statement, to_kind, _ = priors()
    rows, y, weight = [], [], []
    kind_rows, kinds, kind_weight = [], [], []
    for one in documents:
        for proposal, g, ignored in zip(one.examined.proposals, one.labels, one.ignored, strict=True):
            if g is None and ignored:
                continue
            optional = g is not None and bool(one.gold[g].get("optional"))
            rows.append([sign for sign in proposal.signs if not sign.startswith(KIND_ONLY)])
            y.append(float(g is not None))
            weight.append(OPTIONAL if optional else 1.0)
            if g is not None:
                kind_rows.append(proposal.signs)
                kinds.append(KINDS.index(one.gold[g]["kind"]))
                kind_weight.append(0.5 if optional else 1.0)
    columns = vocabulary(rows, to_statement)
    prior = np.array([to_statement.get(sign, 0.0) for sign in columns])
    b = fit_statement(matrix(rows, columns), np.array(y), np.array(weight), prior)
    kind_columns = vocabulary(kind_rows, [sign for table in to_kind.values() for sign in table])
    kind_prior = np.array([[to_kind.get(kind, {}).get(sign, 0.0) for kind in KINDS] for sign in kind_columns])
    k = fit_kind(matrix(kind_rows, kind_columns), np.array(kinds), np.array(kind_weight), kind_prior)
    # two digits are kept: enough for the same decisions, and the same on every machine
    statement = {sign: round(float(value), 2) for sign, value in zip(columns, b, strict=True)}
    kind = {sign: [round(float(value), 2) for value in row] for sign, row in zip(kind_columns, k, strict=True)}
    return Learned(
        {sign: value for sign, value in statement.items() if value},
        {sign: row for sign, row in kind.items() if any(row)},
        learn_recipients(documents),
    )


def chosen(one: Annotated, learned: Learned, threshold: float) -> list[tuple[int, str]]:
    """The candidates that the learned weights choose in a document, with their kinds."""
    statement, kind = learned.statement, learned.kind
    proposals = one.examined.proposals
    scores = [float(expit(sum(statement.get(s, 0.0) for s in dict.fromkeys(p.signs)))) for p in proposals]
    picks = choose([p.candidate for p in proposals], scores, threshold)
    result = []
    for k in picks:
        totals = np.sum(
            [kind[s] for s in dict.fromkeys(proposals[k].signs) if s in kind] or [[0.0] * len(KINDS)], axis=0
        )
        result.append((k, KINDS[int(np.argmax(totals))]))
    return result


def tally(one: Annotated, picks: Sequence[tuple[int, str]]) -> Counter[str]:
    """Counts of a document as the official scorer makes them for found and kind (pairs by overlap or
    by the same number, best first)."""
    counts: Counter[str] = Counter(gold=sum(not g.get("optional") for g in one.gold), predicted=len(picks))
    for i, j in paired(one, picks).items():
        if one.gold[i].get("optional"):
            counts["predicted"] -= 1
        else:
            counts["found"] += 1
            counts["kind"] += one.gold[i]["kind"] == picks[j][1]
    return counts


def figures(counts: Counter[str]) -> dict[str, float]:
    """Precision, recall, F1 of found, and the share of right kinds among the found."""
    precision, recall = counts["found"] / max(1, counts["predicted"]), counts["found"] / max(1, counts["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": precision, "recall": recall, "f1": f1, "kind": counts["kind"] / max(1, counts["found"])}


def folds(documents: Sequence[Annotated], shuffle: int) -> list[list[Annotated]]:
    """The documents dealt into folds after a fixed shuffle; a document is never split."""
    shuffled = sorted(documents, key=lambda d: d.name)
    random.Random(shuffle).shuffle(shuffled)
    return [shuffled[i::FOLDS] for i in range(FOLDS)]


def cross_validate(
    documents: Sequence[Annotated],
) -> tuple[float, list[tuple[float, dict[str, float]]], dict[str, Learned]]:
    """The best threshold over all folds together, the figures at every threshold, and for every document the weights
    that were learned without it (first shuffle)."""
    totals: dict[float, Counter[str]] = {t: Counter() for t in THRESHOLDS}
    unseen: dict[str, Learned] = {}
    for shuffle in range(SHUFFLES):
        for held_out in folds(documents, shuffle):
            rest = [d for d in documents if d not in held_out]
            learned = learn(rest)
            for one in held_out:
                unseen.setdefault(one.name, learned)
                for threshold in THRESHOLDS:
                    totals[threshold].update(tally(one, chosen(one, learned, threshold)))
    rows = [(threshold, figures(counts)) for threshold, counts in totals.items()]
    return max(rows, key=lambda row: (round(row[1]["f1"], 3), row[0]))[0], rows, unseen


def encoded(learned: Learned, threshold: float) -> str:
    """The text of weights.json: one sign a line, in alphabetical order."""
    statement, kind, recipient = learned.statement, learned.kind, learned.recipient
    body = json.dumps([statement, kind, recipient, threshold], sort_keys=True)
    head = {"version": hashlib.sha256(body.encode()).hexdigest()[:8], "threshold": threshold, "kinds": list(KINDS)}
    lines = [json.dumps(head)[:-1] + ","]
    lines.append('"statement": {')
    lines.append(",\n".join(f"{json.dumps(s, ensure_ascii=False)}: {w}" for s, w in sorted(statement.items())))
    lines.append('},\n"kind": {')
    lines.append(",\n".join(f"{json.dumps(s, ensure_ascii=False)}: {json.dumps(w)}" for s, w in sorted(kind.items())))
    lines.append('},\n"recipient": {')
    lines.append(",\n".join(f"{json.dumps(s, ensure_ascii=False)}: {w}" for s, w in sorted(recipient.items())))
    lines.append("}}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the command; exit code 1 where `--check` finds a difference, 2 where the annotations are missing."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument(
        "--folder", type=Path, default=ROOT.parent / "shared/gold/train", help="annotated documents to learn from"
    )
    cli.add_argument("--check", action="store_true", help="fail where the file would differ")
    cli.add_argument("--folds-only", action="store_true", help="only cross-validate")
    cli.add_argument("--errors", type=int, metavar="N", help="the errors of the folds by cause, N examples of each")
    cli.add_argument("--threshold", type=float, help="keep this threshold instead of the best of the folds")
    args = cli.parse_args()
    documents = list(load(args.folder))
    if not documents:
        print(f"train: no annotated documents in {args.folder}", file=sys.stderr)
        return 2
    threshold = args.threshold
    if threshold is None or args.folds_only or args.errors is not None:
        best, rows, unseen = cross_validate(documents)
        print(
            f"{len(documents)} documents in {FOLDS} folds, dealt {SHUFFLES} times; threshold, precision, recall, F1, kind among found:"
        )
        for at, row in rows:
            print(
                f"  {at:.2f}  "
                + "  ".join(f"{row[k]:.3f}" for k in ("precision", "recall", "f1", "kind"))
                + ("  *" if at == best else "")
            )
        threshold = threshold or best
        if args.errors is not None:
            picked = [(one, chosen(one, unseen[one.name], threshold)) for one in documents]
            print("\n".join(lines_of(errors_of(picked), args.errors)))
    if args.folds_only or args.errors is not None:
        return 0
    text = encoded(learn(documents), threshold)
    if args.check:
        same = TARGET.read_text(encoding="utf-8") == text
        print(
            "weights.json is what the annotations give"
            if same
            else "weights.json differs from what the annotations give"
        )
        return 0 if same else 1
    draft = TARGET.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(TARGET)
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
