import packed from "../../build/luts.txt";

/** Colour tables by the names matplotlib gives them. */
export const lutNames: readonly string[] = [
  "gray",
  "viridis",
  "inferno",
  "magma",
  "plasma",
  "cividis",
  "turbo",
  "RdBu",
  "twilight",
];

const tables = new Map<string, Uint8Array>();

/** 256 × RGB bytes, equal to matplotlib's table. The array is shared: read only. An unknown name is an error. */
export function lutTable(name: string): Uint8Array {
  const known = tables.get(name);
  if (known) return known;
  const at = lutNames.indexOf(name);
  if (at < 0) throw new RangeError(`There is no colour table "${name}". The tables are ${lutNames.join(", ")}.`);
  const table = unpack(at);
  tables.set(name, table);
  return table;
}

/** Undoes packTables of tools/assets.mjs: three planes of 256 differences, one character each. */
function unpack(index: number): Uint8Array {
  const table = new Uint8Array(768);
  for (let plane = 0, from = index * 768; plane < 3; plane++) {
    let value = 0;
    for (let i = plane; i < 768; i += 3) {
      value += packed.charCodeAt(from++) - 40;
      table[i] = value;
    }
  }
  return table;
}

/** The 256 colours as RGBA words (little endian, opaque), in the order of the index before `invert`. */
export function palette(name: string, invert: boolean): Uint32Array {
  const table = lutTable(name);
  return Uint32Array.from({ length: 256 }, (_, index) => {
    const at = 3 * (invert ? 255 - index : index);
    return (0xff000000 | (table[at + 2]! << 16) | (table[at + 1]! << 8) | table[at]!) >>> 0;
  });
}

/** The colour of NaN: mid-grey, or magenta where the table itself is grey. */
export function badColour(name: string): number {
  return name === "gray" ? 0xffff00ff : 0xff808080;
}
