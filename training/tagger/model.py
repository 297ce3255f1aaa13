"""The network: hashed neighbourhoods and a few dilated layers over the characters.

What costs memory (words, trigrams) is looked up, what costs time (the layers) is small: 0.4 million
products a character. A dilated convolution is one matrix product over a character and its neighbours at a
distance, which is what eight-bit arithmetic does best on any processor. Six layers see 32 characters to
either side.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ocr import glyphs
from ocr.tagger import DILATIONS

WIDTH = 128
TABLES = {
    "glyphs": (glyphs.GLYPHS, 64),
    "trigrams": (glyphs.TRIGRAMS, 32),
    "fivegrams": (glyphs.FIVEGRAMS, 24),
    "words": (glyphs.WORDS, 24),
}  # rows and columns


def linear(x: Tensor, by: nn.Linear) -> Tensor:
    """The product in the precision of `x`; the weights themselves are kept in full precision."""
    return F.linear(x, by.weight.to(x.dtype), None if by.bias is None else by.bias.to(x.dtype))


def normal(x: Tensor, by: nn.LayerNorm) -> Tensor:
    return F.layer_norm(x, (WIDTH,), by.weight.to(x.dtype), by.bias.to(x.dtype))


class Layer(nn.Module):
    """x + mix(relu(left(x before) + here(x) + right(x after) + bias)), each through one normalisation."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(WIDTH)
        self.near = nn.Linear(WIDTH, 3 * WIDTH, bias=False)  # left, here, right
        self.bias = nn.Parameter(torch.zeros(WIDTH))
        self.mix = nn.Linear(WIDTH, WIDTH)
        nn.init.zeros_(self.mix.bias)
        self.near.weight.data *= 0.6
        self.mix.weight.data *= 0.3

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        d = self.dilation
        left, here, right = linear(normal(x, self.norm) * mask, self.near).split(WIDTH, 2)
        around = here + self.bias.to(x.dtype) + F.pad(left, (0, 0, d, -d)) + F.pad(right, (0, 0, -d, d))
        return x + linear(F.relu(around), self.mix)


class Net(nn.Module):
    """Logits over the labels for each character: (windows, length, labels).

    Inputs are the columns of `glyphs.Seen`, (windows, length), and `page`, (windows, watched characters).
    """

    def __init__(self, labels: int, precision: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.precision = precision
        self.tables = nn.ModuleDict({name: nn.Embedding(*size) for name, size in TABLES.items()})
        for table in self.tables.values():
            nn.init.normal_(table.weight, std=0.3)
        self.enter = nn.Linear(sum(columns for _, columns in TABLES.values()), WIDTH)
        self.page = nn.Linear(len(glyphs.WATCHED), WIDTH)
        self.layers = nn.ModuleList(Layer(d) for d in DILATIONS)
        self.norm = nn.LayerNorm(WIDTH)
        self.leave = nn.Linear(WIDTH, labels)

    def forward(self, columns: dict[str, Tensor], page: Tensor) -> Tensor:
        mask = (columns["glyphs"] != glyphs.PADDING).unsqueeze(2).to(self.precision)
        looked_up = [self.tables[name](columns[name]).to(self.precision) for name in TABLES]
        x = linear(torch.cat(looked_up, 2), self.enter)
        x = x + linear(page.to(self.precision), self.page).unsqueeze(1)
        for layer in self.layers:
            x = layer(x, mask)
        return linear(F.relu(normal(x, self.norm)), self.leave)
