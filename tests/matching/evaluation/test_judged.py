"""Reading judged sets: what is taken, what is left out, and how faults are named."""

from pathlib import Path

import pytest

from matching.evaluation.judged import JudgedSetInvalid, load_judged_set
from tests.matching.evaluation.judged_folders import append, write_judged_set


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_judged_set(tmp_path / "streets")


def test_a_folder_becomes_a_set_of_its_name(folder: Path) -> None:
    judged = load_judged_set(folder)
    assert judged.name == "streets"
    assert [text.key for text in judged.corpus] == ["lamps", "bins", "trees", "parking"]
    assert judged.judgements == {"dark": {"lamps": 2}, "waste": {"bins": 1}}


def test_a_question_without_a_relevant_text_is_left_out(folder: Path) -> None:
    append(folder / "queries.jsonl", '{"id": "odd", "title": "", "text": "Nobody judged this."}')
    assert [query.key for query in load_judged_set(folder).queries] == ["dark", "waste"]


def test_title_and_text_are_read_as_one(folder: Path) -> None:
    append(folder / "corpus.jsonl", '{"id": "bare", "text": "A text without a title."}')
    texts = {text.key: text.whole for text in load_judged_set(folder).corpus}
    assert texts["lamps"] == "Lamp watch. Sensors report street lamps that have failed."
    assert texts["bare"] == "A text without a title."


def test_texts_to_leave_out_are_kept_with_their_question(folder: Path) -> None:
    line = '{"id": "own", "text": "Own", "meta": {"exclude": ["lamps"]}}'
    append(folder / "queries.jsonl", line)
    append(folder / "qrels.tsv", "own\ttrees\t1")
    append(folder / "qrels.tsv", "own\tlamps\t1")
    judged = load_judged_set(folder)
    assert judged.queries[-1].exclude == {"lamps"}
    assert judged.judgements["own"] == {"trees": 1}


def test_judgements_need_no_headings_and_lines_may_end_the_windows_way(folder: Path) -> None:
    (folder / "qrels.tsv").write_bytes(b"dark\tlamps\t1\r\n\r\nwaste\tbins\t1\r\n")
    assert load_judged_set(folder).judgements == {"dark": {"lamps": 1}, "waste": {"bins": 1}}


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("corpus.jsonl", "{", "corpus.jsonl, line 5: is not JSON"),
        ("corpus.jsonl", "[1]", "corpus.jsonl, line 5: is not a JSON object"),
        ("corpus.jsonl", '{"text": "x"}', "corpus.jsonl, line 5: has no id"),
        ("corpus.jsonl", '{"id": "x"}', "line 5: has neither title nor text"),
        ("corpus.jsonl", '{"id": "x", "text": 3}', "line 5: text is not a text"),
        ("corpus.jsonl", '{"id": "lamps", "text": "x"}', "'lamps' comes a second time"),
        ("queries.jsonl", '{"id": "x", "text": "x", "meta": {"exclude": "y"}}', "meta.exclude"),
        ("queries.jsonl", '{"id": "x", "text": "x", "meta": [1]}', "meta.exclude"),
        ("qrels.tsv", "dark\tlamps", "qrels.tsv, line 5: wants question, text and grade"),
        ("qrels.tsv", "dark\tlamps\tmuch", "line 5: grade 'much' is not a whole number"),
        ("qrels.tsv", "dusk\tlamps\t1", "line 5: id 'dusk' is unknown"),
        ("qrels.tsv", "dark\tlanterns\t1", "line 5: id 'lanterns' is unknown"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(
    folder: Path, file: str, line: str, said: str
) -> None:
    number = len((folder / file).read_text().splitlines())
    for _ in range(4 - number):
        append(folder / file, "")
    append(folder / file, line)
    with pytest.raises(JudgedSetInvalid) as caught:
        load_judged_set(folder)
    assert said in str(caught.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "queries.jsonl").unlink()
    with pytest.raises(JudgedSetInvalid, match=r"queries\.jsonl: cannot be read"):
        load_judged_set(folder)


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / "corpus.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(JudgedSetInvalid, match=r"corpus\.jsonl: is not UTF-8"):
        load_judged_set(folder)


def test_an_empty_collection_is_refused(folder: Path) -> None:
    (folder / "corpus.jsonl").write_text("")
    with pytest.raises(JudgedSetInvalid, match="holds no texts"):
        load_judged_set(folder)


def test_a_set_in_which_nothing_is_relevant_is_refused(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("dark\tlamps\t0\n")
    with pytest.raises(JudgedSetInvalid, match="no question has a relevant text"):
        load_judged_set(folder)
