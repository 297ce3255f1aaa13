"""Pages that training and benchmarks print."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from training.printing import printed, wrapped

FACE = ImageFont.load_default(20)
assert isinstance(FACE, ImageFont.FreeTypeFont)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["Nämnden", "i", "Vikasjö", "beslutar", "enhälligt"]), min_size=1))
def test_a_line_is_wrapped_within_its_width_and_no_word_is_lost(words: list[str]) -> None:
    lines = wrapped(" ".join(words), FACE, 150)
    assert " ".join(lines).split(" ") == words
    assert all(FACE.getlength(line) <= 150 for line in lines if " " in line)


def test_lines_are_printed_one_below_the_other_inside_the_margin() -> None:
    image = printed(["Nämnden", "", "beslutar"], FACE, size=(200, 140), margin=20, step=30)
    rows = [y for y in range(image.height) if any(image.getpixel((x, y)) != 255 for x in range(200))]
    assert min(rows) >= 20
    assert not any(50 <= y < 75 for y in rows)  # the empty line
    assert max(rows) > 80
