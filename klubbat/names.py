"""What the files of a result are called: the same tree as the input, with companions beside each document.

`a.pdf` becomes `a.pdf`, `a.pdf.txt` and `a.pdf.json`, and a Word document likewise; a text `a.txt` becomes
`a.txt` and `a.txt.json`; an image `a.png` stays and gets `a.png.pdf`, which can be searched, beside
`a.png.txt` and `a.png.json`. Two files never share a name, also not on a disk that takes A for a and both
ways of writing å for one. The original of a signed PDF, whose copy is not signed, lies beside it as
`a.pdf.original.pdf`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from ocr.sniff import SUFFIXES, Kind, suffix_of

RESERVED = (
    "manifest.jsonl",
    "report.html",
    "reviews.jsonl",
    "review.png",
    "words.jsonl",
    "words_decided.jsonl",
)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')  # in names on Windows
_DEVICE = re.compile(  # "con", "Aux.txt": names that Windows keeps for devices
    r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])[ ]*(\..*)?$", re.IGNORECASE | re.DOTALL
)
_LONGEST = 255  # bytes of a file's name on the usual disks; NTFS counts UTF-16, which is never more


@dataclass(frozen=True, slots=True)
class Outputs:
    """The names of one document's files, below the output folder, with `/`."""

    main: str
    text: str
    pages: str
    pdf: str
    original: str

    def made(self, kind: Kind, *, signed: bool = False) -> tuple[str, ...]:
        """Those that a document of this kind has; `signed` is a PDF whose signature the copy has lost."""
        match kind:
            case "text":
                return self.main, self.pages
            case "pdf" if signed:
                return self.main, self.original, self.text, self.pages
            case "pdf" | "docx":
                return self.main, self.text, self.pages
            case _:
                return self.main, self.pdf, self.text, self.pages


def plan(names: Sequence[str], others: Collection[str] = ()) -> dict[str, Outputs]:
    """The outputs of each input. Every input's own name comes first, so companions give way to documents;
    all give way to folders, and to `others`, which lie there already."""
    folders = {
        _key(str(folder)) for name in (*map(_legal, names), *others) for folder in PurePosixPath(name).parents
    }
    taken = {_key(name) for name in (*RESERVED, *others)} | folders
    mains = {name: _free(_legal(name), "", taken) for name in names}
    return {
        name: Outputs(
            main,
            _free(main, ".txt", taken),
            _free(main, ".json", taken),
            _free_pdf(name, main, taken),
            _free_original(name, main, taken),
        )
        for name, main in mains.items()
    }


def _legal(path: str) -> str:
    """The name as Windows takes it, too.

    >>> _legal("2019/CON.pdf"), _legal("kl. 10:30?.txt"), _legal("slut. /a")
    ('2019/CON_.pdf', 'kl. 10_30_.txt', 'slut__/a')
    """
    return "/".join(map(_legal_part, path.split("/")))


def _legal_part(name: str) -> str:
    name = _FORBIDDEN.sub("_", name)
    stripped = name.rstrip(". ")
    name = stripped + "_" * (len(name) - len(stripped))
    return _DEVICE.sub(r"\1_\2", name)


def _free_pdf(name: str, main: str, taken: set[str]) -> str:
    is_image = SUFFIXES.get(suffix_of(name)) in ("png", "jpeg", "tiff")
    return _free(main, ".pdf", taken) if is_image else f"{main}.pdf"


def _free_original(name: str, main: str, taken: set[str]) -> str:
    is_pdf = SUFFIXES.get(suffix_of(name)) in ("pdf", None)
    return _free(main, ".original.pdf", taken) if is_pdf else f"{main}.original.pdf"


def _free(main: str, suffix: str, taken: set[str]) -> str:
    """`main` with the suffix, shortened where the disk would not have it, numbered where it is taken."""
    folder, name = _parted(main)
    n = 1
    while True:
        if suffix:
            found = f"{name}{suffix}" if n == 1 else f"{name} ({n}){suffix}"
        else:
            path = PurePosixPath(name)
            found = name if n == 1 else f"{path.stem} ({n}){path.suffix}"
        whole = folder + _shortened(found, suffix)
        if _key(whole) not in taken:
            taken.add(_key(whole))
            return whole
        n += 1


def _shortened(name: str, suffix: str) -> str:
    if len(name.encode("utf-8")) <= _LONGEST:
        return name
    end = suffix or PurePosixPath(name).suffix
    mark = "~" + sha256(name.encode("utf-8")).hexdigest()[:8]
    room = _LONGEST - len((mark + end).encode("utf-8"))
    return name.encode("utf-8")[:room].decode("utf-8", errors="ignore") + mark + end


def _parted(path: str) -> tuple[str, str]:
    folder, slash, name = path.rpartition("/")
    return folder + slash, name


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
