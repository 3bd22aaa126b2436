"""Writes state-showpatches.json: the state of ShowPatches for one array, and what a walk over every element of a patch
counts at some places. No formula of nbscope is used here.

    python make_patches.py
"""
import itertools
import json
import math

SHAPE = [4, 33, 50]
PATCH = [1, 16, 20]
ITEM = 2
LAYOUTS = [("one", [2, 12, 50], [2, 5, 20]), ("other", [1, 33, 40], [1, 16, 10])]
PLACES = [[0, 0, 0], [3, 17, 30], [1, 7, 13], [2, 11, 29]]


def touched(chunks, blocks, start):
    inside = set()
    for x in itertools.product(*(range(s, s + n) for s, n in zip(start, PATCH))):
        chunk = tuple(a // c for a, c in zip(x, chunks))
        inside.add((chunk, tuple(a % c // b for a, c, b in zip(x, chunks, blocks))))
    return len({chunk for chunk, _ in inside}), len(inside)


def cost(chunks, blocks, start):
    nchunks, nblocks = touched(chunks, blocks, start)
    decoded = nblocks * math.prod(blocks) * ITEM
    asked = math.prod(PATCH) * ITEM
    return {
        "chunks": nchunks,
        "blocks": nblocks,
        "decodedBytes": decoded,
        "amplification": decoded / asked,
        "workingSetBytes": decoded + asked,
    }


def layout(name, chunks, blocks):
    starts = itertools.product(*(range(n - p + 1) for n, p in zip(SHAPE, PATCH)))
    every = [touched(chunks, blocks, start)[1] for start in starts]
    return {
        "strategy": name,
        "chunks": chunks,
        "blocks": blocks,
        "aligned": cost(chunks, blocks, [0, 0, 0])["amplification"],
        "random": sum(every) / len(every) * math.prod(blocks) / math.prod(PATCH),
        "ratio": None,
    }


state = {
    "title": "4 × 33 × 50",
    "shape": SHAPE,
    "item_bytes": ITEM,
    "labels": ["axis 0", "axis 1", "axis 2"],
    "patch": PATCH,
    "caches": [1024, 65536, 1048576],
    "layouts": [layout(*each) for each in LAYOUTS],
    "position": [0, 0, 0],
    "section": [1, 2],
}
places = [{"position": p, "costs": [cost(c, b, p) for _, c, b in LAYOUTS]} for p in PLACES]
with open("state-showpatches.json", "w", newline="\n") as file:
    json.dump({"state": state, "places": places}, file, ensure_ascii=False, indent=2)
    file.write("\n")
