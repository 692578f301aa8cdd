"""``homevisit letters``: facts out as JSON, a specimen in as PDF; no office, no register, bad facts in sentences."""

import io
import json
import sys

import pytest
from pypdf import PdfReader

from casework.letters import FACTS, KINDS, LetterKind, longest_facts, sample_facts
from homevisit.command_line import run


@pytest.fixture
def letters(tmp_path, monkeypatch, capsys):
    """``letters(*arguments, typed=…)`` in an empty folder; returns exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments, typed=""):
        monkeypatch.setattr(sys, "argv", ["homevisit", "letters", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            run()
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return command


@pytest.fixture
def refused(letters, tmp_path):
    """``refused(kind, **changes)`` is what is said of sample facts with these changes; nothing was written."""

    def render(kind, **changes):
        facts = sample_facts(kind).model_dump(mode="json") | changes
        code, out, err = letters("render", "--kind", kind, "--facts", "-", "--out", "x.pdf", typed=json.dumps(facts))
        assert (code, out, [path.name for path in tmp_path.iterdir()]) == (1, "", [])
        return err

    return render


def text_of(path):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_every_kind_is_told_with_its_recipient_and_who_signs(letters, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    code, table, _ = letters("kinds")
    assert code == 0
    assert all(row.code in table and row.kind.value in table for row in KINDS.values())
    assert "pejabat yang memutuskan" in table
    told = json.loads(letters("kinds", "--json")[1])
    assert [one["kind"] for one in told] == list(KINDS)
    assert told[0] == {
        "code": "L01",
        "kind": "receipt",
        "title": "Tanda Terima Permohonan Kunjungan Rumah",
        "title_in_english": "Receipt of the application for a home visit",
        "recipient": "guarantor",
        "languages": ["id", "en"],
        "issued_by": "system",
    }


@pytest.mark.parametrize("kind", LetterKind)
def test_the_sample_facts_are_taken_back_and_held_to_the_schema(letters, kind):
    told = letters("sample", "--kind", kind)[1]
    assert FACTS[kind].model_validate_json(told) == sample_facts(kind)
    assert FACTS[kind].model_validate_json(letters("sample", "--kind", kind, "--longest")[1]) == longest_facts(kind)
    schema = json.loads(letters("schema", "--kind", kind)[1])
    assert set(json.loads(told)) <= set(schema["properties"])
    assert schema["additionalProperties"] is False


def test_a_sample_that_was_changed_is_printed_as_a_specimen(letters, tmp_path):
    facts = json.loads(letters("sample", "--kind", "L14")[1])
    (tmp_path / "facts.json").write_text(json.dumps(facts | {"recipient_name": "Amélie Šťastná"}), encoding="utf-8")
    assert letters("render", "--kind", "L14", "--facts", "facts.json", "--out", "x.pdf") == (0, "x.pdf\n", "")
    text = text_of(tmp_path / "x.pdf")
    assert "Yth. Bapak/Ibu Amélie Šťastná" in text
    assert text.count("CONTOH – bukan surat resmi") == 2


def test_the_same_facts_give_the_same_bytes_from_a_file_or_typed(letters, tmp_path):
    facts = letters("sample", "--kind", "closing")[1]
    (tmp_path / "facts.json").write_text(facts, encoding="utf-8")
    letters("render", "--kind", "closing", "--facts", "facts.json", "--out", "one.pdf")
    letters("render", "--kind", "CLOSING", "--facts", "-", "--out", "two.pdf", typed=facts)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_letter_that_an_official_signs_shows_an_invented_one_beside_contoh(letters, tmp_path):
    facts = letters("sample", "--kind", "grant")[1]
    assert letters("render", "--kind", "grant", "--facts", "-", "--out", "x.pdf", typed=facts)[0] == 0
    text = text_of(tmp_path / "x.pdf")
    assert "Ratna Kusumawardhani" in text
    assert "SPECIMEN – not an official letter" in text


def test_an_unknown_kind_is_told_the_kinds_there_are(letters):
    code, _, told = letters("sample", "--kind", "L99")
    assert code == 1
    assert told.startswith("homevisit: the office has no letter of that kind: choose one of receipt, missing-documents")


def test_a_character_that_cannot_be_printed_is_named_with_its_field_and_the_way_out(refused):
    assert refused("closing", applicant_name="ஆனந்தி") == (
        "homevisit: the letter 'closing' cannot be written: applicant_name holds U+0B86 TAMIL LETTER AA, which the "
        "office's fonts cannot print: write it in Latin letters, as in the passport's machine-readable lines\n"
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"applicant_name": "Rahasia" * 60},
            "applicant_name has 420 characters, and there is room for 200: shorten it",
        ),
        ({"recipient_address": "Rahasia\n" * 8}, "recipient_address has 8 lines, and there is room for 7"),
        ({"recipient_name": "\u202e\u200b"}, "recipient_name is empty: fill it in"),
        ({"closed_on": "Rahasia"}, "  closed_on: Input should be a valid date"),
        ({"nickname": "Rahasia"}, "  nickname: Extra inputs are not permitted"),
        ({"result": "Rahasia"}, "  result: Input should be 'granted', 'refused'"),
        (
            {"received_by": None, "receiver": None},
            "the hand-over is told by halves: give items, time, recipient and way, or none of them",
        ),
    ],
    ids=["long", "lines", "invisible", "no-date", "unknown-field", "unknown-code", "halves"],
)
def test_bad_facts_are_refused_by_field_and_reason_without_their_value(refused, changes, told):
    said = refused("closing", **changes)
    assert told in said
    assert "Rahasia" not in said


def test_each_faulty_field_is_told_at_once_and_where_to_look(refused):
    told = refused("receipt", checked_by="soon", documents=[{"code": "NO-SUCH-PAPER", "status": "received"}])
    assert "standard input is refused:\n" in told
    assert "  documents[0].code: " in told
    assert "  checked_by: " in told
    assert told.endswith("what a fact is held to says 'homevisit letters schema --kind receipt'\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no file facts.json: name one that is there"),
        (b"", "facts.json is refused:\n  the whole: Invalid JSON"),
        (b"[]", "facts.json is refused:\n  the whole: Input should be an object"),
        (b'{"recipient_name": "\\ud83d"}', "the whole: Invalid JSON: unexpected end of hex escape"),
        (b"\xff\xfe{", "facts.json is not text in UTF-8: write it as JSON"),
    ],
    ids=["no-file", "empty", "no-object", "half-a-character", "not-utf-8"],
)
def test_a_file_that_holds_no_facts_is_told_so(letters, tmp_path, content, told):
    if content is not None:
        (tmp_path / "facts.json").write_bytes(content)
    code, _, said = letters("render", "--kind", "closing", "--facts", "facts.json", "--out", "x.pdf")
    assert (code, (tmp_path / "x.pdf").exists()) == (1, False)
    assert told in said


def test_a_place_that_cannot_be_written_is_named_without_its_folder(letters):
    facts = letters("sample", "--kind", "closing")[1]
    code, _, told = letters("render", "--kind", "closing", "--facts", "-", "--out", "no/such/x.pdf", typed=facts)
    assert (code, told) == (1, "homevisit: x.pdf cannot be written (No such file or directory): choose another place\n")


def test_a_machine_without_pango_is_told_what_to_install(letters, monkeypatch):
    def missing():
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("casework.letters.rendering.load_engine", missing)
    told = "homevisit: the system libraries that print letters are missing: run 'make system-libraries'\n"
    facts = letters("sample", "--kind", "closing")[1]
    assert letters("render", "--kind", "closing", "--facts", "-", "--out", "x.pdf", typed=facts) == (1, "", told)
    assert letters("gallery", "--out", "g") == (1, "", told)


@pytest.mark.parametrize("kind", ["L14", "l14", "closing"])
def test_a_template_is_checked_by_the_number_of_its_kind_as_by_its_name(letters, tmp_path, kind):
    (tmp_path / "letter.html").write_text("{% block %}")
    code, _, told = letters("check-template", "--kind", kind, "letter.html")
    assert code == 1
    assert "letter.html cannot be used for the letter 'closing'" in told


def test_a_template_of_no_kind_is_refused_with_the_kinds_there_are(letters, tmp_path):
    (tmp_path / "letter.html").write_text("x")
    assert "choose one of receipt," in letters("check-template", "--kind", "L99", "letter.html")[2]


def test_an_amount_below_nothing_is_told_once_and_not_as_a_list_that_is_too_short(letters):
    facts = json.loads(letters("sample", "--kind", "L11")[1])
    for item in facts["items"]:
        item["amount"] = -5
    told = letters("render", "--kind", "L11", "--facts", "-", "--out", "x.pdf", typed=json.dumps(facts))[2]
    assert "items[0].amount: Input should be greater than or equal to 0" in told
    assert "at least 1 item" not in told
    assert (
        "at least 1 item"
        in letters(
            "render", "--kind", "L11", "--facts", "-", "--out", "x.pdf", typed=json.dumps(facts | {"items": []})
        )[2]
    )
