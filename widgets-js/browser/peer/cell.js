// The notebook cell that shows the Python peer.
import { join } from "node:path";
import { root } from "../place.js";

const text = (value) => JSON.stringify(value);

/** Python source: the widget of `data` with an ESM and a CSS file; `padding` fills small replies up as our kernel does. */
export function peerCell({ data, esm, css, detector, padding }) {
  return `import json, sys
sys.path.insert(0, ${text(join(root, "widgets-js", "browser", "peer"))})
from pathlib import Path
from python_peer import peer
shown = peer(${text(data)}, Path(${text(esm)}).read_text(), Path(${text(css)}).read_text(), json.loads('${JSON.stringify(detector)}'), ${padding ? "True" : "False"})
shown`;
}
