"""Train the tagger.

    OMP_NUM_THREADS=1 python -m training.tagger.train TEXT_DIR OUT_DIR --scans S1.jsonl S2.jsonl --minutes 60

Two processes: one draws and damages pages, one learns (`--threads`, 1 unless told). The learning rate falls
to nothing over the given minutes, so a run ends with a usable model whatever the machine's speed. A
checkpoint is written every few minutes to OUT_DIR/tagger.pt; `--resume` goes on from it. On processors with
AMX the products are done in bfloat16, six times as fast; elsewhere and on a GPU it works as well.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import time
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch.nn import functional as F

from ocr import glyphs
from training.tagger.batches import Batch, Pages, batches, inventory, produce
from training.tagger.model import Net

BATCH = 24
CHECKPOINT_SECONDS = 120


def loss_of(net: Net, batch: Batch, device: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    columns = {name: torch.from_numpy(getattr(batch, name)).to(device) for name in glyphs.COLUMNS}
    target = torch.from_numpy(batch.labels).long().to(device)
    logits = net(columns, torch.from_numpy(batch.page).to(device)).float()
    return F.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=-1), logits, target


def evaluate(net: Net, held: list[Batch], device: str) -> str:
    """Loss, share of damaged characters mended, and sound characters changed in ten thousand."""
    net.eval()
    loss = right = wrong = changed = kept = 0.0
    with torch.no_grad():
        for batch in held:
            value, logits, target = loss_of(net, batch, device)
            best = logits.argmax(2)
            loss += value.item() / len(held)
            right += ((best == target) & (target > 0)).sum().item()
            wrong += ((best != target) & (target > 0)).sum().item()
            changed += ((best != 0) & (target == 0)).sum().item()
            kept += (target == 0).sum().item()
    net.train()
    return f"loss {loss:.5f} mended {right / (right + wrong):.4f} changed {1e4 * changed / kept:.2f}e-4"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scans", type=Path, nargs="*", default=[])
    parser.add_argument("--held-out-scans", type=Path, nargs="*", default=[])
    parser.add_argument("--names", type=Path, help="a folder with tables of first names")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    held_pages = Pages(args.texts, args.held_out_scans, args.names, held_out=True)
    names = args.out / "labels.json"
    if args.resume:
        known = json.loads(names.read_text(encoding="utf-8"))
    else:
        known = inventory(held_pages, args.scans, Random(args.seed))
        names.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    source = batches(held_pages, known, Random(0), BATCH)
    held = [next(source) for _ in range(24)]
    net = Net(len(known), torch.bfloat16).to(args.device)
    if args.resume:
        net.load_state_dict(torch.load(args.out / "tagger.pt"))
    print(len(known), "labels,", sum(p.numel() for p in net.parameters()), "parameters", flush=True)

    context = multiprocessing.get_context("spawn")
    queue = context.Queue(maxsize=8)
    work = (queue, args.texts, args.scans, args.names, known, args.seed + 1, BATCH)
    producer = context.Process(target=produce, args=work, daemon=True)
    producer.start()
    learn(net, queue, held, args)
    producer.terminate()


def learn(net: Net, queue: multiprocessing.Queue[Batch], held: list[Batch], args: argparse.Namespace) -> None:
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.rate, betas=(0.9, 0.99), weight_decay=0.01)
    queue.put(queue.get())  # the clock starts when the first batch is there
    begun = saved = time.monotonic()
    losses: list[float] = []
    for step in range(1_000_000_000):
        share = (time.monotonic() - begun) / (60 * args.minutes)
        if share >= 1:
            break
        warm = min(1.0, (step + 1) / 200)
        for group in optimiser.param_groups:
            group["lr"] = args.rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * share)))
        loss, _, _ = loss_of(net, queue.get(), args.device)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        if step % 100 == 99:
            pace = (step + 1) * BATCH * 512 / (time.monotonic() - begun)
            mean = np.mean(losses[-100:])
            print(f"{step + 1} {share:.3f} train {mean:.5f} {pace:.0f} characters/s", flush=True)
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            torch.save(net.state_dict(), args.out / "tagger.pt")
            print("held out:", evaluate(net, held, args.device), flush=True)
    torch.save(net.state_dict(), args.out / "tagger.pt")
    print("held out:", evaluate(net, held, args.device), flush=True)


if __name__ == "__main__":
    main()
