"""What repair costs: the time to load, the memory of a process, and the size of what the package ships."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The name is known to nobody, so that the tagger is asked.
LOADS_ALL = "Socialndmnden godkdnner forvaltningens rapport dver arbetet vid Vikasjobadsvagen."
FIRST_LINE = f"""
import time
wall, processor = time.perf_counter(), time.process_time()
from ocr.repair import repair
repair({LOADS_ALL!r})
print(time.perf_counter() - wall, time.process_time() - processor)
"""
# The kernel's own mark of this process: getrusage would tell that of the parent before it, if that is higher.
WHOLE_TEXT = """
import re, sys
from pathlib import Path
from ocr.repair import repair
for page in sys.stdin.read().split("\\f"):
    repair(page)
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
RUNS = 3


def first_line() -> tuple[float, float]:
    """Seconds by the clock and of the processor until a fresh process has repaired a line, at best."""
    runs = [_printed(FIRST_LINE, "").split() for _ in range(RUNS)]
    return min(float(wall) for wall, _ in runs), min(float(processor) for _, processor in runs)


def memory(text: str) -> int:
    """Megabytes that a process holds at most which repairs this text and does nothing else."""
    return int(_printed(WHOLE_TEXT, text))


def shipped() -> float:
    """Megabytes of data files in the package."""
    files = (p for p in ROOT.glob("*/data/*") if p.is_file() and p.suffix != ".md")
    return sum(p.stat().st_size for p in files) / 1e6


def _printed(code: str, given: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code], input=given, capture_output=True, check=True, encoding="utf-8", cwd=ROOT
    )
    return run.stdout
