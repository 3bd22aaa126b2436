// Runs in the page: writes down what a widget's user and kernel do. Everything is kept in `window.nbscopeRecorder`.

/** Installed once per page; watches the kernel of the open notebook, pointer moves and painted images. */
export function installRecorder() {
  if (window.nbscopeRecorder) return;
  const recorder = { sent: [], frames: [], states: [], painted: [], moves: [], errors: [], on: false };
  window.nbscopeRecorder = recorder;
  const copy = (view) => new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength).slice();
  const watch = (_kernel, { msg, direction }) => {
    if (!recorder.on || msg.header.msg_type !== "comm_msg") return;
    const { comm_id: comm, data } = msg.content;
    const t = performance.now();
    const content = data.method === "custom" ? data.content : null;
    if (direction === "send") {
      if (content) recorder.sent.push({ t, comm, content, move: recorder.moves.at(-1) ?? null });
      else recorder.states.push({ t, comm, data });
    } else if (content?.kind === "frame") {
      const bytes = copy(msg.buffers[0]);
      recorder.frames.push({ t, comm, content, bytes, buffers: msg.buffers.map((b) => b.byteLength) });
    } else if (content?.kind === "error") recorder.errors.push(content);
  };
  const session = window.nbscopePanel.sessionContext;
  session.session.kernel.anyMessage.connect(watch);
  session.kernelChanged.connect((_s, { newValue }) => newValue?.anyMessage.connect(watch));
  addEventListener("pointermove", (e) => recorder.on && recorder.moves.push(e.timeStamp), true);
  addEventListener(
    "nbscope:painted",
    (e) =>
      recorder.on && recorder.painted.push({ ...e.detail, at: performance.now(), event: recorder.moves.at(-1) ?? 0 }),
    true,
  );
}

/** Forgets all and begins. */
export function startRecorder() {
  const recorder = window.nbscopeRecorder;
  for (const key of ["sent", "frames", "states", "painted", "moves", "errors"]) recorder[key] = [];
  recorder.on = true;
}

/** Ends and gives what was seen; payloads as base64 when wanted. */
export function stopRecorder(withBytes) {
  const recorder = window.nbscopeRecorder;
  recorder.on = false;
  const text = (bytes) => {
    let out = "";
    for (let at = 0; at < bytes.length; at += 8192) out += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(out);
  };
  const frames = recorder.frames.map(({ bytes, ...rest }) => ({ ...rest, bytes: withBytes ? text(bytes) : "" }));
  return { ...recorder, frames, on: undefined };
}

/** Milliseconds since the last message or painted image; 0 before the first one and while an answer is awaited. */
export function recorderQuiet() {
  const { frames, painted, sent, states, errors } = window.nbscopeRecorder;
  const panels = { virtual: "virtual", pattern: "diffraction" };
  const open = Object.entries(panels).some(([kind, panel]) => {
    const asked = sent.findLast(({ content }) => content.kind === kind);
    const answered = ({ content, comm }) =>
      comm === asked.comm && content.panel === panel && content.seq >= asked.content.seq;
    return asked && errors.length === 0 && !frames.some(answered);
  });
  const last = Math.max(...[frames, sent, states].map((list) => list.at(-1)?.t ?? 0), painted.at(-1)?.at ?? 0);
  return last === 0 || open ? 0 : performance.now() - last;
}
