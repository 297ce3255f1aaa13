"""The networks that are shipped, opened by onnxruntime, which this file alone knows.

It is loaded when one is first asked for: it takes longer to load than a text to repair. One thread each,
since there is a process a core.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from ocr.errors import MissingDependency


@cache
def is_there(name: str) -> bool:
    """Whether onnxruntime and a network of ours are there."""
    return find_spec("onnxruntime") is not None and (files("ocr") / "data" / name).is_file()


def opened(name: str, what_for: str) -> Any:
    """One of our networks (an onnxruntime.InferenceSession, which has no types).

    Raises MissingDependency (`no_network`) where onnxruntime or the network is not there.
    """
    if not is_there(name):
        raise MissingDependency(
            f"onnxruntime, or its network {name}, is missing: {what_for} cannot be done",
            code="no_network",
            remedy="pip install onnxruntime; where that is there, install klubbat anew.",
        )
    return session((files("ocr") / "data" / name).read_bytes())


def session(model: bytes) -> Any:
    """A network of any file of ONNX."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows it would write events for its maker
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # no two windows or strips have one length
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
