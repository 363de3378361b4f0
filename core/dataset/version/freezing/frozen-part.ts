import type { ManifestRow } from '../dataset-version.ts';
import type { Labelled } from '../frozen-inputs.ts';
import { conceptsIn, toRow } from '../frozen-inputs.ts';

/** A row before its split is final, with what of its input a manifest does not say. */
export interface RawRow {
  readonly row: ManifestRow;
  /** Bytes of its image; 0: it has none. */
  readonly size: number;
  /** Pixels of its image; absent where they are not known. */
  readonly width?: number;
  readonly height?: number;
}

/** Some rows in the order of their ids, and the names that their concepts have on the inputs. */
export interface FrozenPart {
  readonly names: Readonly<Record<string, string>>;
  readonly rows: readonly RawRow[];
}

export function rawRow(input: Labelled): RawRow {
  const row = toRow(input);
  if (input.data.kind !== 'image') return { row, size: 0 };
  const { size, width, height } = input.data;
  const pixels = width !== undefined && height !== undefined ? { width, height } : {};
  return { row, size, ...pixels };
}

/** Gathers inputs until they are worth an object of their own. */
export class PartBuilder {
  readonly #names = new Map<string, string>();
  readonly #lines: string[] = [];
  #characters = 0;

  add(input: Labelled): void {
    for (const { id, name } of conceptsIn(input)) this.#names.set(id, name);
    const line = JSON.stringify(rawRow(input));
    this.#lines.push(line);
    this.#characters += line.length;
  }

  get rows(): number {
    return this.#lines.length;
  }

  get characters(): number {
    return this.#characters;
  }

  /** One JSON document a line: the names, then the rows. */
  encode(): Uint8Array {
    const names = JSON.stringify(Object.fromEntries(this.#names));
    return new TextEncoder().encode([names, ...this.#lines].join('\n'));
  }
}

/** The reverse of `PartBuilder.encode`. */
export function decodePart(bytes: Uint8Array): FrozenPart {
  const [names = '{}', ...lines] = new TextDecoder().decode(bytes).split('\n');
  return {
    names: JSON.parse(names) as Record<string, string>,
    rows: lines.map((line) => JSON.parse(line) as RawRow),
  };
}
