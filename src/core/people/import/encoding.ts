/** Ways in which the letters of a file may be written, as TextDecoder names them. */
export const encodings = [
  'utf-8',
  'windows-1252',
  'macintosh',
  'windows-1250',
  'utf-16le',
  'utf-16be',
] as const;

export type Encoding = (typeof encodings)[number];

/** How people know each. */
export const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows-1252 (Excel)',
  macintosh: 'Mac Roman',
  'windows-1250': 'Windows-1250',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
};

/** A part of a file as one encoding reads it. */
export interface EncodingSample {
  readonly encoding: Encoding;
  readonly text: string;
}

/** Longest sample, in characters. */
const SAMPLE = 60;
/** So many bytes are looked at for the zeros of UTF-16. */
const HEAD = 4_096;

/**
 * How the file says that it is written: by its mark, by being strict UTF-8, or by the zeros of UTF-16. Null where only a
 * person can tell: guessers are 4 to 40 % sure of short lists.
 */
export function recognisedEncoding(bytes: Uint8Array): Encoding | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const [even, odd] = zerosIn(bytes.subarray(0, HEAD));
  if (odd > 0.3 && even < 0.05) return 'utf-16le';
  if (even > 0.3 && odd < 0.05) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return null;
  }
}

/**
 * The text, without its mark; what the encoding cannot read becomes U+FFFD. Without `stream` Node 20.18.3 to 20.20 reads
 * windows-1252 as Latin-1 (nodejs #60888).
 */
export function decoded(bytes: Uint8Array, encoding: Encoding): string {
  const decoder = new TextDecoder(encoding);
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

/** Where the encodings differ: the first line that is not plain ASCII, as each encoding would read it. */
export function encodingSamples(bytes: Uint8Array): readonly EncodingSample[] {
  const start = Math.max(
    0,
    bytes.findIndex((byte) => byte > 0x7f),
  );
  const from = Math.max(
    bytes.lastIndexOf(0x0a, start) + 1,
    bytes.lastIndexOf(0x0d, start) + 1,
    start - SAMPLE / 2,
  );
  const part = bytes.subarray(from, from + SAMPLE);
  const end = part.findIndex((byte, index) => isBreak(byte) && from + index > start);
  const line = end < 0 ? part : part.subarray(0, end);
  const narrow = (['windows-1252', 'macintosh', 'windows-1250'] as const).map((encoding) => ({
    encoding,
    text: decoded(line, encoding),
  }));
  // No text in one byte a letter has zeros.
  if (!bytes.subarray(0, HEAD).includes(0)) return narrow;
  return [...narrow, { encoding: 'utf-16le', text: decoded(bytes.subarray(0, SAMPLE * 2), 'utf-16le') }];
}

function isBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** Which part of the bytes at even and at odd places is zero. */
function zerosIn(bytes: Uint8Array): readonly [number, number] {
  const half = Math.max(1, bytes.length / 2);
  const zerosAt = (place: number): number =>
    bytes.filter((byte, index) => byte === 0 && index % 2 === place).length;
  return [zerosAt(0) / half, zerosAt(1) / half];
}
