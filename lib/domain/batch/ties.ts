import { Numbers, type Print } from './print.ts';

/**
 * Finds rows that hold the same text. It keeps three numbers a row where a Map of lists keeps objects: a file may have
 * very many rows, and keeping costs more than looking.
 */
export class Ties {
  private readonly high = new Numbers();
  private readonly low = new Numbers();
  /** After the first row the last one, after each other the one before it; counted from 1, 0 for none. */
  private readonly next = new Numbers();
  /** The first row of each text, counted from 1; 0 is an empty place. */
  private places = new Int32Array(1 << 12);
  private heads = 0;

  /** Adds a row by the print of its text; gives the first row that holds the same, -1 where it is this one. */
  add(row: number, print: Print): number {
    if (this.heads * 2 >= this.places.length) this.grow();
    const place = this.placeOf(print.high, print.low);
    const head = this.places[place]! - 1;
    this.note(row, print);
    if (head < 0) {
      this.places[place] = row + 1;
      this.heads += 1;
      return -1;
    }
    this.next.set(row, this.next.at(head));
    this.next.set(head, row + 1);
    return head;
  }

  /** Keeps a row's text without looking who else has it. */
  note(row: number, { high, low }: Print): void {
    this.high.set(row, high);
    this.low.set(row, low);
  }

  /** Rows of each text that more than one holds, in their order. */
  *many(): Generator<number[]> {
    for (const one of this.places) {
      if (one === 0 || this.next.at(one - 1) === 0) continue;
      const rest: number[] = [];
      for (let row = this.next.at(one - 1); row !== 0; row = this.next.at(row - 1)) rest.push(row - 1);
      yield [one - 1, ...rest.reverse()];
    }
  }

  /** How many texts some rows hold. */
  textsOf(rows: readonly number[]): number {
    return new Set(rows.map((row) => `${this.high.at(row)} ${this.low.at(row)}`)).size;
  }

  printAt(row: number): Print {
    return { high: this.high.at(row), low: this.low.at(row) };
  }

  private placeOf(high: number, low: number): number {
    const mask = this.places.length - 1;
    let place = spread(high ^ Math.imul(low, 0x2c1b3c6d)) & mask;
    for (;;) {
      const head = this.places[place]! - 1;
      if (head < 0 || (this.high.at(head) === high && this.low.at(head) === low)) return place;
      place = (place + 1) & mask;
    }
  }

  private grow(): void {
    const before = this.places;
    this.places = new Int32Array(before.length * 4);
    for (const one of before) {
      if (one > 0) this.places[this.placeOf(this.high.at(one - 1), this.low.at(one - 1))] = one;
    }
  }
}

/** Brings all bits of a number into the low ones, by which a place is chosen. */
function spread(bits: number): number {
  const mixed = Math.imul(bits ^ (bits >>> 15), 0x297a2d39);
  return mixed ^ (mixed >>> 15);
}
