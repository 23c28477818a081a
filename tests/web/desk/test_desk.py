"""What reviewers decide, without JavaScript: each act an entry by its person, taken back as easily, on both engines."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import httpx
import pytest
from desk_site import Desk, desk
from reviewer import Reviewer
from shelf import Books

from pledgebook.ledger import copy_ledger, describe
from pledgebook.ledger.bodies import said_by
from pledgebook.web.pages.documents import SURE


def asked_until(one: Reviewer, path: str, words: str) -> None:
    """Open a page until it has the words: which pairs are open is worked out behind the page, which shows those before meanwhile."""
    until = time.monotonic() + 60
    while words not in one.get(path).text:
        assert one.status == 200
        assert time.monotonic() < until, one.text
        time.sleep(0.1)


def row(desk: Desk, one: Reviewer, id: str) -> Reviewer:
    assert one.get(f"/desk/row/{id}").status == 200
    return one


def test_signing_in_and_out_through_the_forms(served: Desk) -> None:
    with Reviewer(served.address) as one:
        assert one.get("/desk/rows").heading == "Sign in"
        one.send(action="sign-in", name="R. Diaz", password="not the password at all")
        assert (one.status, one.heading) == (401, "Sign in")
        assert "do not fit each other" in one.text
        one.send(action="sign-in", name="r. diaz", password="correct horse battery staple")
        assert (one.status, one.url) == (200, f"{served.address}/desk/rows")
        assert "R. Diaz, reviewer" in one.text
        secret = one.http.cookies["pledgebook"]
        one.send(action="sign-out")
        assert one.url == f"{served.address}/"
        assert "pledgebook" not in one.http.cookies
        one.http.cookies.set("pledgebook", secret, domain="127.0.0.1")
        assert one.get("/desk").heading == "Sign in", "a copy of the cookie opens nothing any more"


ACTS: dict[str, tuple[str, str]] = {"accept": ("confirmation", "checked"), "reject": ("rejection", "rejected")}


@pytest.mark.parametrize("act", ACTS)
def test_a_row_is_decided_about_and_the_next_one_comes(served: Desk, act: str) -> None:
    with served.as_("R. Diaz") as one:
        one.get("/desk/rows")
        id = one.values(one.form(act))["id"]
        one.send(act, note="read beside the text")
        assert one.status == 200
        assert one.values(one.form("accept"))["id"] != id
        entry = served.said()[0]
        assert (entry.kind, said_by(entry)) == (ACTS[act][0], "R. Diaz")
        assert describe(entry).endswith(f"{ACTS[act][1]} (read beside the text)")
        assert f"Entry {entry.sequence}" in one.text
        one.send(action="undo")
        assert served.said()[0].kind == "undo"
        assert one.url == f"{served.address}/desk/row/{id}?done={served.said()[0].sequence}"
        assert "not yet" in one.text


def test_what_is_skipped_is_still_there(served: Desk) -> None:
    with served.as_("R. Diaz") as one:
        one.get("/desk/rows")
        first = one.values(one.form("accept"))["id"]
        one.get(one.page.xpath("//a[@data-key='n']/@href")[0])
        assert one.values(one.form("accept"))["id"] != first
        one.get("/desk/rows")
        assert one.values(one.form("accept"))["id"] == first


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("quantity", "7000000", 7_000_000),
        ("actors", "Norway", ("NO",)),
        ("recipients", "none", ()),
        ("period", "2031/2033", "2031/2033"),
        ("kind", "action", "action"),
    ],
)
def test_a_field_is_corrected_by_typing(served: Desk, field: str, typed: str, shown: object) -> None:
    id = next(
        one.commitment.id
        for page in served.book.pages(unit="USD", reviewed=False)
        for one in page
        if one.statements == 1 and one.commitment.id not in served.given
    )
    with served.as_("R. Diaz") as one:
        row(served, one, id).send("correct", field=field, set=typed)
        assert one.status == 200
        found = served.book.commitment(id).commitment
        got = found.quantity.low if field == "quantity" and found.quantity else getattr(found, field, None)
        assert got == shown
        assert found.reviewed
        assert served.said()[0].kind == "correction"
        row(served, one, id).send(action="undo", form=one.form(action="undo"))
        assert not served.book.commitment(id).commitment.reviewed


def test_words_of_the_text_are_found_in_it(served: Desk) -> None:
    id = served.row()
    said = served.book.commitment(id).commitment.members[0].said
    document = served.book.document(said.statement.document)
    assert document is not None
    words = said.statement.object.text.split()
    part = " ".join(words[:2])
    with served.as_("R. Diaz") as one:
        row(served, one, id).send("correct", field="object", set=f"  {part} ")
        assert one.status == 200, one.text
        now = served.book.commitment(id).commitment.members[0].said.statement.object
        assert document.text[now.start : now.end] == now.text
        assert now.text.split() == words[:2]
        assert said.statement.quote.start <= now.start < said.statement.quote.end
        row(served, one, id).send("correct", field="object", set="words that nobody wrote")
        assert one.status == 422
        assert "the text does not hold these words" in one.text.lower()


def test_a_statement_is_split_off_and_rows_are_merged(served: Desk) -> None:
    id = served.row(statements=2)
    members = served.book.commitment(id).commitment.members
    away = next(one.said.statement.id for one in members if one.said.statement.id[3:] != id[3:])
    with served.as_("R. Diaz") as one:
        row(served, one, id)
        one.send("split", form=one.form("split", other=away))
        assert one.status == 200
        apart = served.book.commitment(away).commitment.id
        assert apart != id
        row(served, one, id).send("merge", other=apart, note="one programme")
        assert one.status == 200, one.text
        assert served.book.commitment(away).commitment.id == id
        assert served.said()[0].kind == "judgement"


def test_one_statement_of_several_is_rejected_alone(served: Desk) -> None:
    id = served.row(statements=2)
    members = [one.said.statement.id for one in served.book.commitment(id).commitment.members]
    with served.as_("R. Diaz") as one:
        row(served, one, id)
        one.send("reject", form=one.form("reject", other=members[-1]))
        assert one.status == 200
        assert [one.said.statement.id for one in served.book.commitment(id).commitment.members] == members[:-1]
        one.send(action="undo")
        assert len(served.book.commitment(id).commitment.members) == len(members)


def test_what_was_rejected_is_shown_to_reviewers_and_can_be_taken_back(served: Desk) -> None:
    id = served.row()
    promise = served.book.commitment(id).commitment.promise
    with served.as_("R. Diaz") as diaz, served.as_("M. Lind") as lind:
        row(served, diaz, id).send("reject", note="a plan of somebody else")
        entry = served.said()[0].sequence
        assert promise[:40] in lind.get("/desk/rejected").text
        assert "Rejected by R. Diaz: a plan of somebody else" in lind.text
        assert not lind.page.xpath(f"//main//form//input[@name='entry' and @value='{entry}']")
        diaz.get("/desk/rejected").send(form=diaz.form(action="undo", entry=str(entry)))
        assert served.book.commitment(id).commitment.promise == promise
        assert promise[:40] not in lind.get("/desk/rejected").text


def test_an_editor_rules_and_takes_documents_out(served: Desk) -> None:
    id = served.row()
    with served.as_("A. Okoro") as one:
        row(served, one, id).send("rule", value="stalled", note="Nothing has moved since.")
        assert one.status == 200
        status = served.book.commitment(id).statuses[0]
        assert (status.status, status.ruled_by) == ("stalled", "A. Okoro")
        before = served.book.counts().commitments
        row(served, one, id).send("forget")
        assert served.said()[0].kind == "removal"
        assert served.book.counts().commitments < before
        one.send(action="undo")
        assert served.book.counts().commitments == before


def test_an_editor_takes_back_what_others_said_and_a_reviewer_does_not(served: Desk) -> None:
    id = served.row()
    with served.as_("R. Diaz") as diaz, served.as_("M. Lind") as lind, served.as_("A. Okoro") as okoro:
        row(served, diaz, id).send("accept")
        entry = served.said()[0]
        row(served, lind, id)
        assert "Undo" not in lind.text
        lind.post(
            "/desk/undo", {"form_token": lind.values(lind.form("accept"))["form_token"], "entry": str(entry.sequence)}
        )
        assert (lind.status, lind.heading) == (403, "Forbidden")
        assert "R. Diaz said that; only they or an editor may take it back." in lind.text
        assert served.said()[0] == entry
        row(served, okoro, id).send(action="undo", form=okoro.form(action="undo", entry=str(entry.sequence)))
        assert said_by(served.said()[0]) == "A. Okoro"
        assert not served.book.commitment(id).commitment.reviewed


def test_the_second_of_two_sees_what_the_first_decided(served: Desk) -> None:
    id = served.row()
    with served.as_("R. Diaz") as diaz, served.as_("M. Lind") as lind:
        row(served, diaz, id)
        row(served, lind, id).send("reject", note="a headline, no promise")
        entries = served.said()
        diaz.send("accept")
        assert (diaz.status, diaz.heading) == (409, "Somebody else decided")
        assert f"Entry {entries[0].sequence}: M. Lind:" in diaz.text
        assert "a headline, no promise" in diaz.text
        assert served.said() == entries
        lind.send(action="undo")


def test_a_form_that_is_sent_twice_is_kept_once(served: Desk) -> None:
    id = served.row()
    with served.as_("R. Diaz") as one:
        form = row(served, one, id).form("accept")
        values = one.values(form, act="accept")
        assert one.post("/desk/decide", values).status == 200
        entries = served.said()
        assert one.post("/desk/decide", values).status == 409
        assert served.said() == entries


def test_many_reviewers_at_once_over_http_lose_nothing(served: Desk) -> None:
    """Six threads send what they decided about one row at one moment: one is kept, five are told."""
    id = served.row()
    people = [served.as_(name) for name in ("R. Diaz", "M. Lind", "A. Okoro") * 2]
    forms = [
        one.values(row(served, one, id).form("accept"), act=act)
        for one, act in zip(people, ("accept", "reject") * 3, strict=True)
    ]
    before = len(served.said())
    together = threading.Barrier(len(people))

    def send(one: Reviewer, values: dict[str, str]) -> None:
        together.wait()
        one.post("/desk/decide", values)

    threads = [threading.Thread(target=send, args=pair) for pair in zip(people, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.status for one in people) == [200, 409, 409, 409, 409, 409]
    assert len(served.said()) == before + 1
    for one in people:
        one.http.close()


CLINICS = (
    (
        "clinics.txt",
        "2023-03-01",
        "Mexico",
        "Mexico and the United States will provide US$25 million for rural cholera clinics.",
    ),
    (
        "hospitals.txt",
        "2023-03-02",
        "Canada",
        "Canada and Mexico will provide US$25 million for rural cholera clinics.",
    ),
)
"""Two texts of which rules cannot tell whether they mean one promise."""


@pytest.mark.parametrize("act", ["different", "same"])
def test_a_pair_that_rules_are_unsure_about_is_judged(served: Desk, tmp_path: Path, act: str) -> None:
    for name, published, publisher, words in CLINICS:
        (tmp_path / name).write_text(words, encoding="utf-8")
        served.book.add([tmp_path / name], published=published, publisher=publisher)
    with served.as_("R. Diaz") as one:
        asked_until(one, "/desk/pairs", "for rural cholera clinics")
        values = one.values(one.form(act))
        questions = _questions(served)
        one.send(act)
        assert one.status == 200
        left, right = (served.book.commitment(values[name]).commitment.id for name in ("id", "other"))
        assert (left == right) == (act == "same")
        assert served.said()[0].kind == "judgement"
        one.send(action="undo")
        assert _questions(served) == questions


def _questions(served: Desk) -> set[tuple[str, str]]:
    return {(pair.judgement.left, pair.judgement.right) for pair in served.book.unsure()}


def test_official_records_are_tied_to_a_row(served: Desk) -> None:
    with served.book.ledger.read() as reader:
        id = reader.followed()[0]
    entries = [entry for entry, _ in served.book.links(id)]
    with served.as_("A. Okoro") as editor, served.as_("R. Diaz") as one:
        for entry in entries:
            row(served, editor, id).send(form=editor.form(action="undo", entry=str(entry)))
        assert served.book.links(id) == []
        row(served, one, id)
        form = one.form("count")
        measures = [suggestion.measure for suggestion in served.book.suggest(id)]
        one.send("count", form=form, value=one.values(form)["value"][:-1] + "x")
        assert (one.status, served.book.links(id)) == (409, [])
        row(served, one, id).send("count")
        assert one.status == 200, one.text
        assert [link.measure for _, link in served.book.links(id)] == measures[:1]
        assert served.said()[0].kind == "link"


def test_the_first_page_counts(served: Desk) -> None:
    with served.as_("R. Diaz") as one:
        one.get("/desk")
        with served.book.ledger.read() as reader:
            counts = reader.review_counts()
        rows = counts.waiting + counts.second + counts.reviewed
        assert f"{counts.reviewed} of {rows} rows are reviewed. {counts.waiting} wait" in one.text
        assert served.book.counts().commitments == rows


@pytest.mark.parametrize("queue", ["rows", "pairs", "contradictions", "evidence", "second"])
def test_a_queue_ends(served: Desk, queue: str) -> None:
    with served.as_("R. Diaz") as one:
        one.get(f"/desk/{queue}")
        for _ in range(60):
            on = one.page.xpath("//a[@data-key='n']/@href")
            if not on:
                break
            one.get(on[0])
        assert one.status == 200
        assert "Nothing waits here." in one.text or "That was the last of this queue." in one.text


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"act": ""}, 422, "there is nothing called"),
        ({"act": "abolish"}, 422, "there is nothing called"),
        ({"id": ""}, 422, "an id begins with"),
        ({"id": "../../etc/passwd"}, 422, "an id begins with"),
        ({"id": "cm-0000000000000000"}, 422, "holds nothing with the id"),
        ({"seen": ""}, 422, "does not say what was seen"),
        ({"seen": "1:999999999"}, 409, "other statements belong to it now"),
        ({"act": "merge", "other": "cm-0000000000000000"}, 422, "Nothing was written"),
        ({"act": "split", "other": ""}, 422, "say which two are meant"),
        ({"act": "correct", "field": "colour", "set": "red"}, 422, "there is no field"),
        ({"act": "correct", "field": "object", "set": "9:1"}, 422, "takes two offsets"),
        ({"act": "correct", "field": "quantity", "set": "many"}, 422, "is no number"),
        ({"act": "count", "value": "99 x"}, 409, "other records are suggested now"),
        ({"act": "count", "value": "²"}, 409, "other records are suggested now"),
        ({"act": "accept", "note": "\x00"}, 200, ""),
        ({"act": "accept", "note": "<script>alert(1)</script>"}, 200, ""),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_written(
    served: Desk, change: dict[str, str], status: int, said: str
) -> None:
    id = served.row() if status == 200 else next(one.commitment.id for one in served.book.commitments(reviewed=False))
    with served.as_("R. Diaz") as one:
        values = one.values(row(served, one, id).form("accept"), act="accept")
        before = served.said()
        one.post("/desk/decide", values | change)
        assert (one.status, len(served.said()) - len(before)) == (status, int(status == 200)), one.text
        assert said in one.text or said in one.text.lower()
        assert not one.page.xpath("//main//script")


def test_a_second_person_is_asked_for_where_the_settings_do(shelf: Books, demo_book: Path, tmp_path: Path) -> None:
    place = shelf._place()
    copy_ledger(str(demo_book), place)
    with desk(place, tmp_path / "site", "[pledgebook]\nsecond_reviewer = true\n") as second:
        id = second.row()
        with second.as_("R. Diaz") as diaz, second.as_("M. Lind") as lind:
            row(second, diaz, id).send("accept")
            assert not second.book.commitment(id).commitment.reviewed
            assert "by one person; another has to agree" in row(second, diaz, id).text
            assert diaz.get("/desk/second").text.count("Nothing waits here.") == 1, "nobody is their own second"
            assert lind.get("/desk/second").values(lind.form("accept"))["id"] == id
            lind.send("accept")
            assert second.book.commitment(id).commitment.reviewed
            assert "(100%) all say the same" in diaz.get("/desk").text


def test_a_document_shows_reviewers_what_readers_are_not_shown(served: Desk) -> None:
    """Rejected, or hardly likely to be right: in no reader's page, nor in one kept from before, and marked for a reviewer."""
    with served.as_("R. Diaz") as diaz:
        id = served.row()
        found = served.book.commitment(id).commitment.best
        page = f"{served.address}/documents/{found.imprint.id.removeprefix('sha256:')}"
        anchor = f'id="{found.statement.id}"'
        before = httpx.get(page)
        assert anchor in before.text or (found.statement.confidence or 1) < SURE
        row(served, diaz, id).send("reject", note="an aim, no promise")
        shown = diaz.http.get(page)
        assert anchor in shown.text
        assert "not shown to readers: rejected by R. Diaz" in shown.text
        assert shown.headers["cache-control"] == "no-store"
        after = httpx.get(page, headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert anchor not in after.text
        assert "not shown to readers" not in after.text
        unsure = [
            (one.statement, one.imprint)
            for some in served.book.pages(kind=None)
            for each in some
            for one in (member.said for member in each.commitment.members)
            if one.statement.confidence is not None and one.statement.confidence < SURE and not one.reviews
        ]
        for statement, imprint in unsure[:3]:
            page = f"{served.address}/documents/{imprint.id.removeprefix('sha256:')}"
            assert f'id="{statement.id}"' not in httpx.get(page).text
            assert f'id="{statement.id}"' in diaz.http.get(page).text
