// Medians, spreads and the rows that all benchmarks print.

export const quantile = (values, q) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
};

export const median = (values) => quantile(values, 0.5);

/** One row; `ours` and `peer` are lists, one figure a run. Spread: 90th less 10th percentile, over the median of ours. */
export function row(name, unit, ours, peer, peerName) {
  const middle = median(ours);
  const other = peer.length > 0 ? median(peer) : null;
  return {
    name,
    ours: middle,
    peer: other,
    peerName,
    unit,
    ratio: other === null ? null : middle / other,
    spread: (quantile(ours, 0.9) - quantile(ours, 0.1)) / middle,
    runs: ours.length,
  };
}

export function shuffled(list) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
