/** Rows in one block: changing a row writes its block anew. */
const ROWS = 1024;
/** Blocks that are open at once while many rows are set. */
const OPEN = 4;

/** So few rows of a block are looked at one by one. */
const FEW = ROWS / 4;

/** The texts of some rows, one after the other. */
interface Block {
  /** UTF-8, a byte a character: V8 keeps that in as many bytes, and searches it fast. */
  readonly bytes: string;
  /** Where the text of each row ends. */
  readonly ends: Uint32Array;
}

/**
 * A text for each row, by the row's number. Hundreds of thousands of strings would take several times the memory, and so
 * the texts of many rows are one string.
 */
export class RowTexts {
  readonly #blocks: Block[] = [];
  /** Blocks that rows were set in, as one string a row. */
  readonly #open = new Map<number, string[]>();

  set(row: number, text: string): void {
    const number = Math.floor(row / ROWS);
    let open = this.#open.get(number);
    if (open === undefined) {
      if (this.#open.size >= OPEN) this.#close();
      open = textsOf(this.#blocks[number]);
      this.#open.set(number, open);
    }
    open[row % ROWS] = bytesOf(text);
  }

  /** The text of a row, its UTF-8 as one character a byte: such texts compare as their code points do. */
  bytes(row: number): string {
    this.#close();
    const block = this.#blocks[Math.floor(row / ROWS)];
    if (block === undefined) return '';
    const at = row % ROWS;
    return block.bytes.slice(at === 0 ? 0 : block.ends[at - 1], block.ends[at]);
  }

  /** The text of a row; `''` where none was set. */
  text(row: number): string {
    // A copy: a slice would keep the whole block as long as it is used.
    return Buffer.from(this.bytes(row), 'latin1').toString('utf8');
  }

  /** Takes the marks from rows whose text has not this word. */
  keepFound(marks: Uint8Array, word: string): void {
    this.#close();
    const wanted = bytesOf(word);
    this.#blocks.forEach((block, number) => {
      const part = marks.subarray(number * ROWS, (number + 1) * ROWS);
      if (countOf(part) < FEW) keepOneByOne(block, part, wanted);
      else keepTogether(block, part, wanted);
    });
    marks.fill(0, this.#blocks.length * ROWS);
  }

  #close(): void {
    if (this.#open.size === 0) return;
    for (const [number, texts] of this.#open) this.#blocks[number] = blockOf(texts);
    this.#open.clear();
  }
}

function countOf(marks: Uint8Array): number {
  let count = 0;
  for (const mark of marks) count += mark;
  return count;
}

function keepOneByOne({ bytes, ends }: Block, marks: Uint8Array, wanted: string): void {
  for (let row = 0; row < marks.length; row += 1) {
    if (marks[row] === 1 && !bytes.slice(row === 0 ? 0 : ends[row - 1], ends[row]).includes(wanted))
      marks[row] = 0;
  }
}

/** Looks through all rows at once, which is faster where there are many. */
function keepTogether({ bytes, ends }: Block, marks: Uint8Array, wanted: string): void {
  const had = marks.slice();
  marks.fill(0);
  let row = 0;
  for (let at = bytes.indexOf(wanted); at !== -1;) {
    while ((ends[row] ?? Infinity) <= at) row += 1;
    const end = ends[row] ?? bytes.length;
    // A word does not begin in one row and end in the next.
    const isWhole = at + wanted.length <= end;
    if (isWhole) marks[row] = had[row] ?? 0;
    at = bytes.indexOf(wanted, isWhole ? end : at + 1);
  }
}

function textsOf(block: Block | undefined): string[] {
  const ends = block === undefined ? new Uint32Array(ROWS) : block.ends;
  return Array.from(ends, (end, at) => block?.bytes.slice(at === 0 ? 0 : ends[at - 1], end) ?? '');
}

function blockOf(texts: readonly string[]): Block {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  texts.forEach((text, at) => (ends[at] = end += text.length));
  return { bytes: texts.join(''), ends };
}

const ASCII = /^[\0-\x7f]*$/;

/** The UTF-8 of a text as one character a byte. */
export function bytesOf(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}
