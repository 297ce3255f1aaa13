"""The network in eight bits, written out as an ONNX graph.

The graph is written by hand because what an exporter and a quantiser make of the network spends most of its
time between the products: here a text stays in eight bits from the tables to the first product, and what a
dilated layer sees of the neighbours are copies of bytes. Each layer is told which rows it works on and where
their neighbours stand (`near0` ...), so that only the letters that are asked for, and what those see, are
worked out, for any number of words at once (`ocr/tagger.py` makes the indices). Weights have seven bits
(-64..63), so that processors without VNNI, which add pairs of products in sixteen bits, cannot overflow.
Scales of what flows through are measured beforehand (`measured`), so the same words among the same letters
always get the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

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


def array(tensor: torch.Tensor) -> Array:
    return tensor.detach().numpy().astype(np.float32)


def constants(net: Net, tops: dict[str, float]) -> dict[str, npt.NDArray[Any]]:
    """All weights in eight bits and their scales, by the names that the nodes know them by."""
    found: dict[str, npt.NDArray[Any]] = {}

    def product(name: str, weight: Array, bias: Array, scale: float, zero: int) -> None:
        """x (eight bits, value = scale * (x - zero)) times weight (in, out) plus bias, as floats."""
        steps = np.maximum(np.abs(weight).max(0), 1e-8) / WEIGHT_STEPS
        found[f"{name}.weight"] = np.round(weight / steps).astype(np.int8)
        found[f"{name}.steps"] = steps.astype(np.float32)
        found[f"{name}.bias"] = bias
        found[f"{name}.scale"] = np.float32(scale)
        found[f"{name}.zero"] = np.uint8(zero)

    def norm(name: str, by: torch.nn.LayerNorm) -> None:
        found[f"{name}.weight"], found[f"{name}.bias"] = array(by.weight), array(by.bias)

    _tables(net, found, product)
    for i, layer in enumerate(net.layers):
        norm(f"norm{i}", layer.norm)
        weight = np.concatenate([w.T for w in np.split(array(layer.near.weight), 3)], 0)
        product(f"near{i}", weight, array(layer.bias), tops[f"near{i}"] / 127, 128)
        # What is below 0 is cut off by the bytes themselves.
        mix = layer.mix
        product(f"mix{i}", array(mix.weight).T, array(mix.bias), tops[f"mix{i}"] / 255, 0)
    norm("norm", net.norm)
    product("leave", array(net.leave.weight).T, array(net.leave.bias), tops["leave"] / 255, 0)
    return found


def _tables(net: Net, found: dict[str, npt.NDArray[Any]], product: Callable[..., None]) -> None:
    """The tables in bytes, and the first product, whose weights take up the scale of each table."""
    scales: list[float] = []
    for name, (_, columns) in TABLES.items():
        table = array(net.tables[name].weight)
        scale = float(np.quantile(np.abs(table), 0.99999)) / 127
        found[f"{name}.table"] = np.clip(np.round(table / scale) + 128, 0, 255).astype(np.uint8)
        scales += [scale] * columns
    weight = array(net.enter.weight).T * np.array(scales, np.float32)[:, None]
    product("enter", weight, array(net.enter.bias), 1.0, 128)
    found["page.weight"], found["page.bias"] = array(net.page.weight).T, array(net.page.bias)


class _Nodes(list[onnx.NodeProto]):
    """The nodes of the graph as they are written down."""

    def step(self, kind: str, inputs: list[str], output: str, domain: str = "", **facts: object) -> str:
        self.append(helper.make_node(kind, inputs, [output], domain=domain, **facts))
        return output

    def product(self, x: str, name: str, output: str = "") -> str:
        """A product of bytes that gives floats."""
        inputs = [x, *(f"{name}.{part}" for part in ("weight", "scale", "steps", "zero")), "", f"{name}.bias"]
        return self.step("MatMulIntegerToFloat", inputs, output or f"{name}.out", CONTRIB)

    def in_bytes(self, x: str, name: str) -> str:
        """x in the eight bits that the product `name` takes."""
        return self.step("QuantizeLinear", [x, f"{name}.scale", f"{name}.zero"], f"{name}.bytes")

    def norm(self, x: str, name: str) -> str:
        return self.step("LayerNormalization", [x, f"{name}.weight", f"{name}.bias"], f"{name}.out", axis=-1)


def _nodes() -> _Nodes:
    g = _Nodes()
    rows = [g.step("Gather", [f"{name}.table", name], f"{name}.rows", axis=0) for name in TABLES]
    entered = g.product(g.step("Concat", rows, "looked_up", axis=1), "enter")
    page = g.step("Add", [g.step("MatMul", ["page", "page.weight"], "page.out"), "page.bias"], "page.shift")
    x = g.step("Add", [entered, g.step("Gather", [page, "window"], "shifts", axis=0)], "x")
    for i in range(len(DILATIONS)):
        h = g.in_bytes(g.norm(x, f"norm{i}"), f"near{i}")
        h = g.step("Concat", [h, f"near{i}.outside"], f"rows{i}", axis=0)
        around = g.step("Gather", [h, f"near{i}"], f"around{i}", axis=0)
        near = g.product(g.step("Reshape", [around, "flat"], f"flat{i}"), f"near{i}", f"near{i}.out")
        mixed = g.product(g.in_bytes(near, f"mix{i}"), f"mix{i}")
        here = g.step("Gather", [f"near{i}", "middle"], f"here{i}", axis=1)
        x = g.step("Add", [g.step("Gather", [x, here], f"kept{i}", axis=0), mixed], f"x{i}")
    g.product(g.in_bytes(g.norm(x, "norm"), "leave"), "leave", "labels")
    return g


def written(net: Net, tops: dict[str, float]) -> bytes:
    """The graph. In go

    - glyphs, trigrams, fivegrams, words: the characters that anything is to be worked out for;
    - page (windows, watched), and for each character the window that it is in;
    - near0 ...: for each character that a layer works on, where the left neighbour, itself and the right one
      stand among those of the layer before; their number where there is no neighbour.

    Out comes labels (characters of the last layer, labels).
    """
    return model(constants(net, tops))


def model(found: dict[str, npt.NDArray[Any]]) -> bytes:
    """The graph with these weights."""
    extra: dict[str, npt.NDArray[Any]] = {
        "flat": np.array([-1, 3 * WIDTH], np.int64),
        "middle": np.int64(1),  # type: ignore[dict-item]  # a scalar is an array of no dimensions
    }
    for i in range(len(DILATIONS)):
        extra[f"near{i}.outside"] = np.full((1, WIDTH), found[f"near{i}.zero"], np.uint8)
    held = [numpy_helper.from_array(np.asarray(a), name) for name, a in (found | extra).items()]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT32, ["length"]) for name in (*TABLES, "window")
    ]
    inputs.append(helper.make_tensor_value_info("page", TensorProto.FLOAT, ["windows", len(glyphs.WATCHED)]))
    inputs += [
        helper.make_tensor_value_info(f"near{i}", TensorProto.INT32, [f"length{i}", 3])
        for i in range(len(DILATIONS))
    ]
    labels = found["leave.weight"].shape[1]
    output = helper.make_tensor_value_info("labels", TensorProto.FLOAT, ["asked", labels])
    graph = helper.make_graph(_nodes(), "tagger", inputs, [output], held)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString())
