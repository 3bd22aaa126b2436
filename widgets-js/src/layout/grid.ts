/**
 * Which chunks and blocks a patch touches. Chunks tile an axis from 0, blocks start anew in each chunk; a block that
 * sticks out of its chunk or of the array is decoded whole. The same rules as nbscope.io.LayoutAdvisor.
 */
export interface Layout {
  strategy: string;
  chunks: number[];
  blocks: number[];
  /** Bytes decoded per byte asked for, at the origin and on average, from Java. */
  aligned: number;
  random: number;
  /** Stored bytes per byte of the array; null where no file is known. */
  ratio: number | null;
}

/** One axis of an array in a layout. */
export interface Axis {
  length: number;
  chunk: number;
  block: number;
}

/** Tiles next to each other: how many, and the elements from the first one's start to the last one's end. */
export interface Span {
  count: number;
  from: number;
  to: number;
}

/** The blocks that elements `start` to `start + patch - 1` lie in. */
export function blockSpan({ length, chunk, block }: Axis, start: number, patch: number): Span {
  const last = start + patch - 1;
  const perChunk = Math.ceil(chunk / block);
  const place = (x: number) => ({ chunk: Math.floor(x / chunk), block: Math.floor((x % chunk) / block) });
  const a = place(start);
  const b = place(last);
  const end = Math.min((b.block + 1) * block, chunk);
  return {
    count: (b.chunk - a.chunk) * perChunk + b.block - a.block + 1,
    from: a.chunk * chunk + a.block * block,
    to: Math.min(b.chunk * chunk + end, length),
  };
}

/** The chunks that elements `start` to `start + patch - 1` lie in. */
export function chunkSpan({ length, chunk }: Axis, start: number, patch: number): Span {
  return blockSpan({ length, chunk, block: chunk }, start, patch);
}

/** Where chunks and the blocks within them begin, without 0. More than `most` are not listed: they would be a haze. */
export function borders({ length, chunk, block }: Axis, most: number): { chunks: number[]; blocks: number[] } {
  const chunks: number[] = [];
  const blocks: number[] = [];
  const perChunk = Math.ceil(chunk / block);
  if (length / chunk <= most) for (let x = chunk; x < length; x += chunk) chunks.push(x);
  if ((length / chunk) * perChunk <= most) {
    for (let start = 0; start < length; start += chunk) {
      for (let x = start + block; x < Math.min(start + chunk, length); x += block) blocks.push(x);
    }
  }
  return { chunks, blocks };
}

export interface Cost {
  chunks: number;
  blocks: number;
  decodedBytes: number;
  amplification: number;
  /** Decoded blocks and the patch together. */
  workingSetBytes: number;
}

/** What reading the patch at `position` costs. */
export function costAt(
  layout: Layout,
  shape: readonly number[],
  patch: readonly number[],
  position: readonly number[],
  itemBytes: number,
): Cost {
  let chunks = 1;
  let blocks = 1;
  let blockBytes = itemBytes;
  let patchBytes = itemBytes;
  for (const [i, length] of shape.entries()) {
    const axis = axisOf(layout, length, i);
    chunks *= chunkSpan(axis, position[i]!, patch[i]!).count;
    blocks *= blockSpan(axis, position[i]!, patch[i]!).count;
    blockBytes *= axis.block;
    patchBytes *= patch[i]!;
  }
  const decodedBytes = blocks * blockBytes;
  return {
    chunks,
    blocks,
    decodedBytes,
    amplification: decodedBytes / patchBytes,
    workingSetBytes: decodedBytes + patchBytes,
  };
}

/** One axis of a layout. */
export function axisOf(layout: Layout, length: number, i: number): Axis {
  return { length, chunk: layout.chunks[i]!, block: layout.blocks[i]! };
}

/** The smallest cache that holds so many bytes. */
export function fits(bytes: number, caches: readonly number[]): string {
  const level = caches.findIndex((size) => bytes <= size);
  return level < 0 ? "memory" : `L${level + 1}`;
}
