"""Times pylibCZIrw: one JSON object on standard input (file, channel, scene, boxes), one on standard output."""

import json
import resource
import sys
import time

order = json.load(sys.stdin)
try:
    from importlib.metadata import version

    from pylibCZIrw import czi
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}))
    sys.exit()

scene = order["scene"] if order["scene"] >= 0 else None


def read(document):
    begin = time.perf_counter()
    for box in order["boxes"]:
        document.read(roi=tuple(box), plane={"C": order["channel"]}, scene=scene)
    return time.perf_counter() - begin


with czi.open_czi(order["file"]) as document:
    seconds = read(document)
    warm = read(document)
print(
    json.dumps(
        {
            "seconds": seconds,
            "warm": warm,
            "version": version("pylibCZIrw"),
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
    )
)
