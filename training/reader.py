"""Tesseract's Swedish network, put into the form in which `ocr/glance.py` runs it.

    python -m training.reader [--model /usr/share/tesseract-ocr/5/tessdata/swe.traineddata] [--out ocr/data]

Reads the `.traineddata` file that Tesseract ships (tessdata_fast, Apache 2.0) and writes `reader.onnx`: the
same layers with the same weights, those that run along a line in seven bits (with eight, processors without
VNNI would overflow), so that the words of a page run through it side by side. Nothing is trained. It needs
`onnx`.

The words come as one strip, 48 pixels high: the layers up to the one that runs down each column do not look
further than a pixel to the side. From there each word is a row of its own, gathered by `places`.
"""

from __future__ import annotations

import argparse
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

MODEL = Path("/usr/share/tesseract-ocr/5/tessdata/swe.traineddata")
NETWORK, LETTERS, CODES = 17, 21, 22  # parts of the file
PLUMBING = ("Series", "RTLReversed", "XYTranspose")
SHAPE = "[1,48,0,1Ct3,3,16Mp3,3Lfys64Lfx96Lrx96Lfx512O1c1]"  # what this script knows to translate
RATES = 64  # a flag: rates of learning stand behind the layers
HEIGHT, POOLED = 48, 3
WIDEST = 63  # of a weight in seven bits

Matrix = NDArray[np.float32]


@dataclass(slots=True)
class Bytes:
    """Bytes that are read from the front."""

    data: bytes
    at: int = 0

    def numbers(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return found

    def text(self) -> str:
        (length,) = self.numbers("I")
        self.at += length
        return self.data[self.at - length : self.at].decode()

    def matrix(self, kind: str) -> NDArray[Any]:
        rows, columns = self.numbers("ii")
        self.at += np.dtype(kind).itemsize  # the value of what is empty
        return self.row(kind, rows * columns).reshape(rows, columns)

    def row(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def weights(self) -> Matrix:
        """A layer's weights, an output a row, its bias last."""
        (mode,) = self.numbers("B")
        if not mode & 128:
            raise SystemExit("an older kind of model")
        if not mode & 1:
            return self.matrix("<f8").astype(np.float32)
        eighths = self.matrix("i1")
        scales = self.row("<f8", self.numbers("I")[0])[: len(eighths), None]
        return np.asarray(eighths * scales, np.float32)


@dataclass(frozen=True, slots=True)
class Layer:
    kind: str
    weights: tuple[Matrix, ...] = ()
    inner: tuple[Layer, ...] = ()


def layer(data: Bytes) -> Layer:
    data.numbers("b")
    kind = data.text()
    _, _, flags, *_ = data.numbers("bbiiii")
    data.text()
    match kind:
        case "Input":
            data.numbers("iiiii")
        case "Convolve" | "Maxpool":
            data.numbers("ii")
        case "LSTM" | "SummLSTM":
            data.numbers("i")
            return Layer(kind, tuple(data.weights() for _ in range(4)))
        case "Tanh" | "Softmax":
            return Layer(kind, (data.weights(),))
        case _ if kind in PLUMBING:
            inner = tuple(layer(data) for _ in range(data.numbers("I")[0]))
            if flags & RATES:
                data.row("<f4", data.numbers("I")[0])
            return Layer(kind, inner=inner)
        case _:
            raise SystemExit(f"a layer that is not known: {kind}")
    return Layer(kind)


def parts(path: Path) -> dict[int, bytes]:
    data = path.read_bytes()
    (count,) = struct.unpack_from("<I", data)
    starts = struct.unpack_from(f"<{count}q", data, 4)
    ends = sorted(start for start in (*starts, len(data)) if start >= 0)
    return {
        number: data[start : next(end for end in ends if end > start)]
        for number, start in enumerate(starts)
        if start >= 0
    }


def letters(found: dict[int, bytes]) -> list[str]:
    """What each output of the network stands for; the last one, that no letter begins here, is empty."""
    count, *lines = found[LETTERS].decode().split("\n")
    known = [" ", *(line.split(" ")[0] for line in lines[1 : int(count)])]
    codes = Bytes(found[CODES])
    out: dict[int, str] = {}
    for number in range(codes.numbers("I")[0]):
        codes.numbers("b")
        code = codes.numbers(f"{codes.numbers('i')[0]}i")
        if len(code) != 1:
            raise SystemExit("a letter of more than one code")
        if number < len(known):
            out.setdefault(code[0], known[number])
    return [*(out[code] for code in range(max(out))), ""]


@dataclass(slots=True)
class Graph:
    """A graph of ONNX in the making; each step is named after its output."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    held: list[onnx.TensorProto] = field(default_factory=list)

    def put(self, values: NDArray[Any]) -> str:
        name = f"w{len(self.held)}"
        self.held.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def whole(self, *values: int) -> str:
        return self.put(np.array(values, np.int64))

    def step(self, kind: str, *inputs: str, outputs: int = 1, **settings: Any) -> Any:
        names = [f"n{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **settings))
        return names[0] if outputs == 1 else names

    def down(self, columns: str, gates: Sequence[Matrix], rows: int) -> str:
        """The layer that runs down each column and keeps the last state, step by step: there are few."""
        new, into, forget, out = gates
        hidden = len(new)
        weights = np.concatenate([into, out, forget, new])
        given, back, bias = weights[:, : -hidden - 1].T, weights[:, -hidden - 1 : -1].T, weights[:, -1]
        given_, back_, bias_ = self.put(given), self.put(back), self.put(bias)
        parts, gates_ = self.whole(3 * hidden, hidden), self.whole(hidden, hidden, hidden)
        first = self.whole(0)
        state = shown = ""
        for row in self.step("Split", columns, self.whole(*[1] * rows), outputs=rows, axis=0):
            sums = self.step("Add", self.step("MatMul", self.step("Squeeze", row, first), given_), bias_)
            if shown:
                sums = self.step("Add", sums, self.step("MatMul", shown, back_))
            opened, fresh = self.step("Split", sums, parts, outputs=2, axis=1)
            i, o, f = self.step("Split", self.step("Sigmoid", opened), gates_, outputs=3, axis=1)
            added = self.step("Mul", i, self.step("Tanh", fresh))
            state = self.step("Add", added, self.step("Mul", f, state)) if state else added
            shown = self.step("Mul", o, self.step("Tanh", state))
        return str(shown)

    def along(self, words: str, gates: Sequence[Matrix], direction: str) -> str:
        """A layer that runs along each word, in weights of seven bits."""
        new, into, forget, out = gates
        hidden = len(new)
        weights = np.concatenate([into, out, forget, new])
        scales = np.maximum(np.abs(weights[:, :-1]).max(1) / WIDEST, 1e-9).astype(np.float32)
        whole = np.round(weights[:, :-1] / scales[:, None]).astype(np.int8)
        bias = np.concatenate([weights[:, -1], np.zeros(4 * hidden, np.float32)])
        zero = self.put(np.zeros((1, 4 * hidden), np.int8))
        scaled = self.put(scales[None])
        given, back = self.put(whole[:, :-hidden].T[None]), self.put(whole[:, -hidden:].T[None])
        found, _ = self.step(
            "DynamicQuantizeLSTM", words, given, back, self.put(bias[None]), "lengths", "", "", "",
            scaled, zero, scaled, zero,
            outputs=2, domain="com.microsoft", hidden_size=hidden, direction=direction,
        )  # fmt: skip
        return str(self.step("Squeeze", found, self.whole(1)))


def translated(layers: Sequence[Layer], names: Sequence[str]) -> onnx.ModelProto:
    first, _, down, along, back, last, choice = layers
    graph = Graph()
    (looked,) = first.inner[1].weights  # by column, then by row, of the nine pixels
    kernel = looked[:, :9].reshape(-1, 3, 3).transpose(0, 2, 1)[:, None]
    seen = graph.step("Conv", "strip", graph.put(kernel), graph.put(looked[:, 9]), pads=[1, 1, 1, 1])
    pooled = graph.step("MaxPool", seen, kernel_shape=[POOLED, POOLED], strides=[POOLED, POOLED])
    rows = HEIGHT // POOLED
    columns = graph.step("Transpose", graph.step("Tanh", pooled), perm=[2, 0, 3, 1])
    columns = graph.step("Reshape", columns, graph.whole(rows, -1, len(kernel)))
    summed = graph.down(columns, down.inner[0].weights, rows)
    words = graph.step("Gather", summed, "places", axis=0)
    words = graph.along(words, along.weights, "forward")
    words = graph.along(words, back.inner[0].weights, "reverse")
    words = graph.along(words, last.weights, "forward")
    (chosen,) = choice.weights
    sums = graph.step(
        "Add", graph.step("MatMul", words, graph.put(chosen[:, :-1].T)), graph.put(chosen[:, -1])
    )
    graph.nodes.append(helper.make_node("Softmax", [sums], ["shares"], axis=-1))
    value = helper.make_tensor_value_info
    made = helper.make_graph(
        graph.nodes,
        "reader",
        [
            value("strip", TensorProto.FLOAT, [1, 1, HEIGHT, "pixels"]),
            value("places", TensorProto.INT32, ["steps", "words"]),
            value("lengths", TensorProto.INT32, ["words"]),
        ],
        [value("shares", TensorProto.FLOAT, ["steps", "words", len(names)])],
        graph.held,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=8)
    helper.set_model_props(model, {"letters": json.dumps(list(names), ensure_ascii=False)})
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--out", type=Path, default=Path("ocr/data"))
    args = parser.parse_args()
    found = parts(args.model)
    data = Bytes(found[NETWORK])
    network = layer(data)
    if (shape := data.text()) != SHAPE:
        raise SystemExit(f"a network of another shape: {shape}")
    onnx.save(translated(network.inner[1:], letters(found)), args.out / "reader.onnx")


if __name__ == "__main__":
    main()
