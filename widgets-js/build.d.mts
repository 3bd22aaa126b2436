/** Builds dist/ and returns the size of each file in bytes. */
export function build(): Promise<{ name: string; bytes: number; gzip: number }[]>;
