type Samples = Float32Array | Uint32Array;

const bins = 1024;
/** Few enough to sort. */
const few = 32;

/** Returns a function from rank (0 = smallest) to sample; cheap when it is asked for a rank and then for the next. */
export function selector(samples: Samples): (rank: number) => number {
  let known = -1;
  let value = Number.NaN;
  return (rank) => {
    if (rank !== known)
      value = rank === known + 1 && known >= 0 ? following(samples, value, known) : nth(samples, rank);
    known = rank;
    return value;
  };
}

/** The sample of the rank after `rank`, which has the value `value`. */
function following(samples: Samples, value: number, rank: number): number {
  let upTo = 0;
  let next = Infinity;
  for (let i = 0; i < samples.length; i++) {
    const v = samples[i]!;
    if (v <= value) upTo++;
    else if (v < next) next = v;
  }
  return upTo > rank + 1 ? value : next;
}

/** Sorts by bins, and goes on with the bin that holds the rank, until few samples are left. */
function nth(samples: Samples, rank: number): number {
  let left = samples;
  let wanted = rank;
  while (left.length > few) {
    let min = Infinity;
    let max = -Infinity;
    for (let i = 0; i < left.length; i++) {
      const v = left[i]!;
      if (v < min) min = v;
      if (v > max) max = v;
    }
    if (min === max) return min;
    const scale = (bins - 1) / (max - min);
    const counts = new Uint32Array(bins);
    for (let i = 0; i < left.length; i++) counts[((left[i]! - min) * scale) | 0]!++;
    let bin = 0;
    while (wanted >= counts[bin]!) wanted -= counts[bin++]!;
    const inBin = left.slice(0, counts[bin]);
    for (let i = 0, to = 0; to < inBin.length; i++) {
      if ((((left[i]! - min) * scale) | 0) === bin) inBin[to++] = left[i]!;
    }
    left = inBin;
  }
  return left.slice().sort()[wanted]!;
}
