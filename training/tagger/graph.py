"""The network in eight bits, written out as an ONNX graph.

The graph is written by hand because what an exporter and a quantiser make of the network spends most of its
time between the products: here a text stays in eight bits from the tables to the first product, and the
shifted copies of a dilated layer are copies of bytes. Weights have seven bits (-64..63), so that processors
without VNNI, which add pairs of products in sixteen bits, cannot overflow. Scales of what flows through are
measured beforehand (`measured`), so the same window always gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional as F

from ocr import glyphs
from training.tagger.batches import Batch
from training.tagger.model import DILATIONS, TABLES, WIDTH, Net, normal

OPSET, CONTRIB = 17, "com.microsoft"
WEIGHT_STEPS = 63
CLIPPED = 1e-4  # share of the values in a flow that may lie beyond its scale
Array = npt.NDArray[np.float32]


@dataclass(slots=True)
class Flow:
    """What was seen of the values that pass one place."""

    tops: list[float] = field(default_factory=list)

    def add(self, values: torch.Tensor) -> None:
        self.tops.append(float(np.quantile(values.abs().numpy(), 1 - CLIPPED)))

    @property
    def top(self) -> float:
        return float(np.mean(self.tops))


def measured(net: Net, batches: Iterable[Batch]) -> dict[str, float]:
    """The largest values, but for a few, at the entrance of each product: by the name of the product."""
    flows: dict[str, Flow] = {}
    with torch.no_grad():
        for batch in batches:
            columns = {name: torch.from_numpy(getattr(batch, name)) for name in glyphs.COLUMNS}
            real = columns["glyphs"] != glyphs.PADDING
            x = net.enter(torch.cat([net.tables[name](columns[name]) for name in TABLES], 2))
            x = x + net.page(torch.from_numpy(batch.page)).unsqueeze(1)
            mask = real.unsqueeze(2).float()
            for i, layer in enumerate(net.layers):
                h = normal(x, layer.norm) * mask
                flows.setdefault(f"near{i}", Flow()).add(h[real])
                left, here, right = layer.near(h).split(WIDTH, 2)
                d = layer.dilation
                around = here + layer.bias + F.pad(left, (0, 0, d, -d)) + F.pad(right, (0, 0, -d, d))
                flows.setdefault(f"mix{i}", Flow()).add(F.relu(around)[real])
                x = layer(x, mask)
            flows.setdefault("leave", Flow()).add(F.relu(normal(x, net.norm))[real])
    return {name: flow.top for name, flow in flows.items()}


class Graph:
    """Nodes and constants as they are written down."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.ArrayLike, dtype: npt.DTypeLike) -> str:
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, domain: str = "", **facts: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **facts))
        return output

    def product(self, x: str, name: str, weight: Array, bias: Array, scale: float, zero: int) -> str:
        """x (eight bits, value = scale * (x - zero)) times weight (in, out) plus bias, as floats."""
        steps = np.maximum(np.abs(weight).max(0), 1e-8) / WEIGHT_STEPS
        inputs = [
            x,
            self.constant(f"{name}.weight", np.round(weight / steps), np.int8),
            self.constant(f"{name}.scale", scale, np.float32),
            self.constant(f"{name}.steps", steps, np.float32),
            self.constant(f"{name}.zero", zero, np.uint8),
            "",
            self.constant(f"{name}.bias", bias, np.float32),
        ]
        return self.add("MatMulIntegerToFloat", inputs, f"{name}.out", CONTRIB)

    def bytes_of(self, x: str, name: str, top: float, *, signed: bool) -> tuple[str, float, int]:
        """x in eight bits, with its scale and its zero."""
        scale, zero = (top / 127, 128) if signed else (top / 255, 0)
        inputs = [
            x,
            self.constant(f"{name}.in_scale", scale, np.float32),
            self.constant(f"{name}.in_zero", zero, np.uint8),
        ]
        return self.add("QuantizeLinear", inputs, f"{name}.bytes"), scale, zero

    def norm(self, x: str, name: str, norm: torch.nn.LayerNorm) -> str:
        weights = [
            self.constant(f"{name}.{part}", getattr(norm, part).detach().numpy(), np.float32)
            for part in ("weight", "bias")
        ]
        return self.add("LayerNormalization", [x, *weights], f"{name}.out", axis=-1)


def array(tensor: torch.Tensor) -> Array:
    return tensor.detach().numpy().astype(np.float32)


def written(net: Net, tops: dict[str, float]) -> bytes:
    """The graph: in go four arrays (length) and `page` (1, watched), out comes `labels` (length, labels)."""
    g = Graph()
    x = _entrance(g, net)
    for i, (layer, d) in enumerate(zip(net.layers, DILATIONS, strict=True)):
        h, scale, zero = g.bytes_of(
            g.norm(x, f"norm{i}", layer.norm), f"near{i}", tops[f"near{i}"], signed=True
        )
        pads = g.constant(f"pads{i}", [d, 0, d, 0], np.int64)
        padded = g.add("Pad", [h, pads, f"near{i}.in_zero"], f"padded{i}")
        ends = {"left": (0, -2 * d), "right": (2 * d, 2**31)}
        sides = {}
        for side, (start, end) in ends.items():
            places = [
                g.constant(f"{side}{i}.{n}", [v], np.int64) for n, v in (("start", start), ("end", end))
            ]
            axis = g.constant(f"{side}{i}.axis", [0], np.int64)
            sides[side] = g.add("Slice", [padded, *places, axis], f"{side}{i}")
        around = g.add("Concat", [sides["left"], h, sides["right"]], f"around{i}", axis=1)
        weight = np.concatenate([w.T for w in np.split(array(layer.near.weight), 3)], 0)
        near = g.product(around, f"near{i}", weight, array(layer.bias), scale, zero)
        h, scale, zero = g.bytes_of(near, f"mix{i}", tops[f"mix{i}"], signed=False)  # bytes cut off below 0
        mixed = g.product(h, f"mix{i}", array(layer.mix.weight).T, array(layer.mix.bias), scale, zero)
        x = g.add("Add", [x, mixed], f"x{i}")
    h, scale, zero = g.bytes_of(g.norm(x, "norm", net.norm), "leave", tops["leave"], signed=False)
    g.product(h, "leave", array(net.leave.weight).T, array(net.leave.bias), scale, zero)
    g.nodes[-1].output[0] = "labels"
    return _model(g, net.leave.out_features)


def _entrance(g: Graph, net: Net) -> str:
    """From the tables, kept in bytes, to the first layer. The weights take up the scale of each table."""
    rows, scales = [], []
    for name, (_, columns) in TABLES.items():
        table = array(net.tables[name].weight)
        scale = float(np.quantile(np.abs(table), 0.99999)) / 127
        stored = np.clip(np.round(table / scale) + 128, 0, 255)
        rows.append(
            g.add("Gather", [g.constant(f"{name}.table", stored, np.uint8), name], f"{name}.rows", axis=0)
        )
        scales += [scale] * columns
    looked_up = g.add("Concat", rows, "looked_up", axis=1)
    weight = array(net.enter.weight).T * np.array(scales, np.float32)[:, None]
    entered = g.product(looked_up, "enter", weight, array(net.enter.bias), 1.0, 128)
    page = g.add(
        "MatMul", ["page", g.constant("page.weight", array(net.page.weight).T, np.float32)], "page.out"
    )
    shift = g.add("Add", [page, g.constant("page.bias", array(net.page.bias), np.float32)], "page.shift")
    return g.add("Add", [entered, shift], "x")


def _model(g: Graph, labels: int) -> bytes:
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["length"]) for name in TABLES]
    inputs.append(helper.make_tensor_value_info("page", TensorProto.FLOAT, [1, len(glyphs.WATCHED)]))
    output = helper.make_tensor_value_info("labels", TensorProto.FLOAT, ["length", labels])
    graph = helper.make_graph(g.nodes, "tagger", inputs, [output], g.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString())
