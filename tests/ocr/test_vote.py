import pytest

from ocr.ledger import Change
from ocr.page import Word
from ocr.spans import Span
from ocr.tesseract import PageRead
from ocr.vote import Heard, heard, voted

IN_DOUBT = Change(
    4, 6, "ar", "år", 0.3, "channel", "review", (("ar", 0.6), ("år", 0.3), ("är", 0.1)), "fits less well"
)
UNKNOWN = Change(0, 8, "Tvarsnas", "Tvarsnas", 0.5, "channel", "review", (("Tvarsnas", 1.0),), "unknown")
MENDED = Change(0, 4, "vara", "våra", 0.75, "channel", "applied", (("våra", 0.75), ("vara", 0.25)), "å as a")


@pytest.mark.parametrize(
    ("shown", "word", "read", "answer"),
    [
        ("alla ar av", "ar", "alla år av", "år"),
        ("alla ar av", "ar", "; alla år av «", "år"),
        ("(Tvarsnas), sade", "Tvarsnas", "(Tvärsnäs), sade", "Tvärsnäs"),
        ("fér 1 dag", "1", "för i dag", "i"),
        ("hem tjanst for", "tjanst", "hemtjänst för", "hemtjänst"),
        ("god kanna det", "kanna", "god kän na det", None),
        ("en 8-Ar av", "Ar", "en 8-år av", "år"),
        ("gora-vaga", "vaga", "göra-våga", "våga"),
        ("barn-hage", "barn-hage", "barn-hage", "barn-hage"),
        ("alla ar av", "ar", "", None),
        ("alla ar av", "ar", "« ; .", None),
    ],
)
def test_what_stands_in_a_words_place_is_found(shown: str, word: str, read: str, answer: str | None) -> None:
    at = shown.index(word, 1) if word == "kanna" else shown.index(word)
    found = heard(shown, Span(at, at + len(word)), PageRead(read, ()))
    assert (found.text if found else None) == answer


def test_the_least_sure_part_of_a_word_says_how_sure_it_is() -> None:
    words = (Word(Span(0, 4), (0, 0, 1, 1), 0.9, "read"), Word(Span(5, 7), (1, 0, 2, 1), 0.4, "read"))
    assert heard("alla ar", Span(5, 7), PageRead("alla år", words)) == Heard("år", 0.4)


@pytest.mark.parametrize(
    ("change", "read", "state", "after"),
    [
        (IN_DOUBT, "år", "applied", "år"),
        (IN_DOUBT, "ar", "left", "ar"),
        (UNKNOWN, "Tvärsnäs", "applied", "Tvärsnäs"),
        (UNKNOWN, "Tvarsnas", "left", "Tvarsnas"),
        (MENDED, "våra", "applied", "våra"),
        (MENDED, "vara", "left", "vara"),
    ],
)
def test_an_image_that_says_one_of_the_meanings_decides(
    change: Change, read: str, state: str, after: str
) -> None:
    result = voted(change, Heard(read, 0.9))
    assert (result.state, result.after) == (state, after)
    assert result.confidence >= change.confidence
    assert (result.start, result.end, result.before) == (change.start, change.end, change.before)
    assert max(p for _, p in result.candidates) == result.confidence


def test_a_repair_that_the_image_bears_out_keeps_its_maker() -> None:
    assert voted(MENDED, Heard("våra", 0.9)).maker == "channel"
    assert voted(IN_DOUBT, Heard("år", 0.9)).maker == "image"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        Heard("år", 0.1),  # a guess
        Heard("och", 0.9),  # another word
        Heard("4r", 0.9),  # digits never come from here
        Heard("Ar", 0.9),
    ],
)
def test_an_image_that_says_anything_else_decides_nothing(answer: Heard | None) -> None:
    assert voted(IN_DOUBT, answer) == IN_DOUBT


def test_a_misspelling_gives_way_to_the_word_that_the_image_has() -> None:
    typo = Change(0, 3, "tll", "tll", 0.5, "channel", "left", (("tll", 0.5),))
    assert voted(typo, Heard("till", 0.9)).after == "till"
    assert voted(typo, Heard("Till", 0.9)) == typo


def test_two_letters_that_the_wrong_model_made_of_one_are_usual() -> None:
    name = Change(0, 9, "Vitarvarv", "Vitarvarv", 0.5, "channel", "review", (("Vitarvarv", 0.9),))
    assert voted(name, Heard("Vätarvarv", 0.9)).after == "Vätarvarv"


@pytest.mark.parametrize(("confidence", "after"), [(0.93, "Dnr"), (0.7, "Där")])
def test_a_sure_image_may_name_a_word_that_the_repair_did_not_think_of(confidence: float, after: str) -> None:
    mended = Change(0, 3, "Dir", "Där", 0.97, "channel", "applied", (("Där", 0.97), ("Dir", 0.03)))
    assert voted(mended, Heard("Dnr", confidence)).after == after


@pytest.mark.parametrize(
    ("before", "share", "read", "confidence", "after"),
    [
        ("din", 0.95, "än", 0.96, "än"),  # a real word that the text saw no reason to doubt much
        ("din", 0.95, "än", 0.75, "din"),
        ("Elerdatorer", 0.97, "Elevdatorer", 0.89, "Elevdatorer"),  # in no list, and no letter lost its marks
        ("Elerdatorer", 0.97, "Elevdatorer", 0.8, "Elerdatorer"),
        ("shoppingstrak", 0.9, "soner", 0.97, "shoppingstrak"),  # a word of another line
        ("Kummelnis", 0.999, "Kummelnäs", 0.91, "Kummelnäs"),
        ("Vikasjo", 0.9, "Vikas", 0.97, "Vikasjo"),  # the box may end within the word
        ("vikasjobadet", 0.9, "ikasjobadet", 0.97, "vikasjobadet"),
        ("skolani", 0.9, "skolan", 0.97, "skolan"),  # what is left is a word
        ("yrelsens", 0.5, "Kommunstyrelsens", 0.97, "Kommunstyrelsens"),  # the layer has its tail only
        ("tjans", 0.5, "tjänsteskrivelse", 0.97, "tjänsteskrivelse"),
        ("fillda", 0.5, "ställda", 0.97, "ställda"),  # and most of that
        ("finda", 0.5, "ställda", 0.97, "finda"),
        ("yrelsens", 0.5, "Kummunstyrelsens", 0.97, "yrelsens"),  # which is no word
        ("yrelsens", 0.5, "Kommunstyrelsens", 0.8, "yrelsens"),
        ("Nacka", 0.5, "Naska", 0.97, "Nacka"),  # a known word does not become one that is none
        ("Drivmedel", 0.5, "IDrivmedel", 0.97, "Drivmedel"),  # the rule of a table before it
    ],
)
def test_the_surer_tesseract_is_the_more_its_reading_weighs(
    before: str, share: float, read: str, confidence: float, after: str
) -> None:
    line = Change(0, len(before), before, before, share, "channel", "review", ((before, share),))
    result = voted(line, Heard(read, confidence))
    assert (result.after, result.state) == (after, "applied" if after != before else "review")


@pytest.mark.parametrize(
    ("layer", "read", "after"),
    [
        ("Pa", "på", "På"),  # cut out by itself, p and P look the same
        ("sarskilt", "Särskilt", "särskilt"),
        ("Ar", "år", "år"),  # A and a do not
        ("Justerandes", "JUSterandes", "Justerandes"),
        ("SMS", "SMs", "SMS"),
        ("eKonomi", "ekonomi", "ekonomi"),  # nobody writes so
        ("Gvervags", "Övervägs", "Övervägs"),  # what the layer has is another letter
    ],
)
def test_a_letter_that_looks_the_same_is_as_large_as_in_the_layer(layer: str, read: str, after: str) -> None:
    shares = ((layer, 0.5), (read, 0.3))
    doubt = Change(0, len(layer), layer, layer, 0.5, "channel", "review", shares)
    assert voted(doubt, Heard(read, 0.96)).after == after


@pytest.mark.parametrize(
    ("before", "thought", "read", "after"),
    [
        ("genom foras", "genomföras", "senomföras", "genomföras"),  # the box begins too late
        ("kommun fullmiktige", "kommunfullmäktige", "ommunfullmäktige", "kommunfullmäktige"),
        ("Vira", "Våra", "Vära", "Våra"),  # a ring looks like two dots
        ("Bergnas", "Bergnas", "Bergnäs", "Bergnäs"),  # what was thought of is no better known
        ("si", "si", "sä", "sä"),  # nor is the layer a thought
    ],
)
def test_a_reading_that_is_no_word_is_the_one_that_was_thought_of(
    before: str, thought: str, read: str, after: str
) -> None:
    line = Change(0, len(before), before, before, 0.3, "channel", "review", ((before, 0.7), (thought, 0.3)))
    assert voted(line, Heard(read, 0.95)).after == after
