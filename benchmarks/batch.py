"""What a batch must stand over a weekend: many files without growing, and the plug pulled at any moment.

    python benchmarks/batch.py memory [--files 10000] [--workers 2]
    python benchmarks/batch.py kill [--files 200] [--kills 20] [--seed 1] [--workers 2]

`memory` cleans so many small documents of every kind and tells, as it goes, how much memory the processes
hold (resident, MiB). `kill` cleans a folder undisturbed, a book of scanned pages among the files, then again
with kill -9 at random moments and a new start each time; in the end the output must be the same byte for
byte, and no file that was finished before a kill may have been written again. Both make their own documents,
of the made-up Vikasjö kommun; Linux only, since they read /proc.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from klubbat import ahead, batch, manifest
from klubbat.inputs import walk
from ocr import pdf
from ocr.image import Picture

os.environ["OMP_THREAD_LIMIT"] = "1"

LINES = (
    "Socialnämnden beslutar att godkänna förslaget till handlingsplan för äldre",
    "Ärendet överlämnas till kommunstyrelsen för kännedom och åtgärd",
    "Förvaltningen får i uppdrag att återkomma med en redovisning före årets slut",
    "Ordföranden förklarar överläggningen avslutad och finner att nämnden bifaller förslaget",
)
RUIN = str.maketrans("åäöÅÄÖ", "aaoAAO")
STEPS = 10  # lines of the table
_PAGES = 60  # of the book that is cleaned among the files


def made_pdf(lines: list[str], *, picture: bytes | None = None, hidden: bool = False) -> bytes:
    """A page of lines, over a scan (a JPEG) if there is one; `hidden` lines are a layer of OCR."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=made.make_indirect(font)))
        content = b""
        if picture is not None:
            image = made.make_stream(picture)
            image["/Type"], image["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
            image["/Width"], image["/Height"] = 1653, 2339
            image["/ColorSpace"], image["/BitsPerComponent"] = pikepdf.Name.DeviceGray, 8
            image["/Filter"] = pikepdf.Name.DCTDecode
            page.obj["/Resources"]["/XObject"] = pikepdf.Dictionary(Im=image)
            content = b"q 595 0 0 842 0 0 cm /Im Do Q\n"
        for n, line in enumerate(lines):
            shown = line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
            content += b"BT %d Tr /F 11 Tf 60 %d Td (%b) Tj ET\n" % (3 * hidden, 760 - 20 * n, shown)
        page.obj["/Contents"] = made.make_stream(content)
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
        return out.getvalue()


def seen(lines: list[str]) -> Picture:
    """The page as a scanner sees it."""
    with pdf.opened(made_pdf(lines)) as document:
        return pdf.picture(document, 0, 200)[0].resize((1653, 2339))


def drawn(lines: list[str], kind: str) -> bytes:
    out = io.BytesIO()
    seen(lines).save(out, kind, dpi=(200, 200))
    return out.getvalue()


def book(pages: int) -> bytes:
    """A TIFF of so many slips of paper, which is read by all workers where they are many."""
    slips = [seen([f"§ {n} {LINES[n % len(LINES)]}"]).crop((100, 150, 1500, 300)) for n in range(pages)]
    out = io.BytesIO()
    slips[0].save(out, "TIFF", save_all=True, append_images=slips[1:], dpi=(200, 200))
    return out.getvalue()


def documents(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Of a hundred: 55 texts, half of them ruined, 40 born-digital PDFs, 3 scans with a ruined layer, one
    image, and one file that is none."""
    chance = random.Random(seed)
    for n in range(count):
        lines = [f"§ {n} Ärende {n}", *chance.choices(LINES, k=30)]
        ruined = [line.translate(RUIN) for line in lines]
        folder, kind = f"{n // 500:02}", n % 100
        if kind < 55:
            yield f"{folder}/{n}.txt", "\n".join(ruined if kind % 2 else lines).encode()
        elif kind < 95:
            yield f"{folder}/{n}.pdf", made_pdf(lines)
        elif kind < 98:
            yield f"{folder}/{n}.pdf", made_pdf(ruined, picture=drawn(lines, "JPEG"), hidden=True)
        elif kind < 99:
            yield f"{folder}/{n}.png", drawn(lines[:6], "PNG")
        else:
            yield f"{folder}/{n}.pdf", made_pdf(lines)[:700]


def written(folder: Path, count: int, seed: int) -> Path:
    for name, data in documents(count, seed):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def resident(pid: int) -> float:
    """MiB that a process holds; 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(
        (int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0
    )


def workers_of(pid: int) -> list[int]:
    """A process's children that are workers, and not the tracker of their resources."""
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        children += map(int, (task / "children").read_text(encoding="ascii").split())
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def memory(files: int, workers: int, seed: int) -> int:
    """Clean and tell what is held. Returns how many workers grew beyond 400 MiB."""
    with tempfile.TemporaryDirectory(prefix="klubbat-batch-") as place:
        folder = written(Path(place) / "in", files, seed)
        largest: dict[int, float] = {}
        told, most = 0, 0.0

        def look(at: batch.Progress) -> None:
            nonlocal told, most
            if at.entry is None:
                return
            now = [resident(worker) for worker in workers_of(os.getpid())]
            most = max(most, *now, 0.0)
            largest[0] = max(largest.get(0, 0.0), *now, 0.0)
            if at.done * STEPS // files > told:
                told = at.done * STEPS // files
                print(
                    f"| {at.done:,} | {max(now, default=0):.0f} | {largest[0]:.0f} "
                    f"| {resident(os.getpid()):.0f} |",
                    flush=True,
                )
                largest[0] = 0.0

        print("| files done | largest worker now | at most since the line above | this process |")
        print("| ---: | ---: | ---: | ---: |")
        begun = time.monotonic()
        summary = batch.clean(walk([folder]), Path(place) / "out", workers=workers, on_progress=look)
        took = time.monotonic() - begun
        counts = ", ".join(f"{n} {state}" for state, n in summary.counts.items())
        print(f"\n{files:,} files in {took:.0f} s with {workers} workers: {counts}")
        print(f"at most {most:.0f} MiB a worker")
    return int(most > 400)


def command(folder: Path, out: Path, workers: int, *, told: bool = False) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "klubbat", "clean", folder, "-o", out, "-j", str(workers), "--json"],
        stdout=subprocess.PIPE if told else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _waited(running: subprocess.Popen[bytes], chance: random.Random, took: float, files: int) -> None:
    """Wait for a random moment: of all the time that a run takes, or, where it tells what it has finished, a
    moment after so and so many more. A busy machine would spend the one on starting up."""
    if running.stdout is None:
        time.sleep(chance.uniform(0, took))
        return
    for _, _ in zip(range(chance.randint(1, files // 4)), running.stdout, strict=False):
        pass
    time.sleep(chance.uniform(0, 2))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def stamps(out: Path) -> dict[str, int]:
    """When each file of what is finished was written."""
    finished = manifest.load(out).values() if out.is_dir() else ()
    return {name: (out / name).stat().st_mtime_ns for entry in finished for name in entry.outputs}


def kill(files: int, kills: int, workers: int, seed: int) -> int:
    """Pull the plug again and again; a batch that got through is compared and begun anew. Returns how many
    claims did not hold."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="klubbat-batch-") as place:
        folder, whole = written(Path(place) / "in", files, seed), Path(place) / "whole"
        (folder / "bok.tif").write_bytes(book(_PAGES))
        begun = time.monotonic()
        command(folder, whole, workers).wait()
        took = time.monotonic() - begun
        print(f"undisturbed: {files} files in {took:.0f} s with {workers} workers")
        undisturbed = tree(whole)
        touched = lost = struck = rounds = differing = kept = 0
        while struck < kills:
            out, before, finished = Path(place) / f"out{rounds}", dict[str, int](), list[int]()
            ended = False
            while not ended:
                begun = time.monotonic()
                running = command(folder, out, workers, told=struck % 2 == 1)
                if struck < kills:
                    _waited(running, chance, took, files)
                    if running.poll() is None:
                        struck += 1
                        running.send_signal(signal.SIGKILL)
                if running.stdout:
                    running.stdout.close()
                ended = running.wait() >= 0
                if ended and not finished:  # the machine has less to do than it had
                    took = min(took, time.monotonic() - begun)
                kept += len(list((out / ahead.FOLDER).glob("*/*.json")))
                now = stamps(out)
                touched += sum(name in now and now[name] != stamp for name, stamp in before.items())
                lost += sum(name not in now for name in before)
                before = now
                finished.append(len(manifest.load(out)) if out.is_dir() else 0)
            rounds += 1
            made = tree(out)
            differing += sum(
                made.get(name) != undisturbed.get(name) for name in made.keys() | undisturbed.keys()
            )
            print(f"batch {rounds}: files finished after each start: {', '.join(map(str, finished))}")
        print(f"{struck} kills in {rounds} batches; finished files written again: {touched}, lost: {lost}")
        print(f"pages of the book that were kept over kills: {kept}")
        print(f"files that differ from the undisturbed run: {differing} of {rounds * len(undisturbed)}")
        return bool(touched) + bool(lost) + bool(differing)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("memory", "kill"))
    parser.add_argument("--files", type=int)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if not Path("/proc").is_dir():
        print("There is no /proc here: this benchmark needs Linux.", file=sys.stderr)
        return 3
    if given.what == "memory":
        return memory(given.files or 10_000, given.workers, given.seed)
    return kill(given.files or 200, given.kills, given.workers, given.seed)


if __name__ == "__main__":
    sys.exit(main())
