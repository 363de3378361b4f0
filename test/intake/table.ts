import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A row of pictures.json: what is shown, or the code that refuses it. */
export interface PictureRow {
  readonly what: string;
  readonly file: string;
  readonly rgb?: readonly (readonly number[])[];
  readonly notes?: readonly string[];
  readonly refused?: string;
  /** Who finds it: `decoder` where only pixels tell. */
  readonly by?: 'intake' | 'decoder';
}

export interface TextRow {
  readonly what: string;
  readonly text: string;
  /** Place of what no text may hold, in UTF-16 code units. */
  readonly refused?: number;
}

interface Pictures {
  readonly width: number;
  readonly height: number;
  readonly pictures: readonly PictureRow[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, name), 'utf8'));

/** The table that the API, the importer, the trainer and the predictor all pass. */
export const { pictures, width, height } = read('pictures.json') as Pictures;
export const { texts } = read('texts.json') as { readonly texts: readonly TextRow[] };

export const bytesOf = ({ file }: PictureRow): Uint8Array =>
  new Uint8Array(readFileSync(join(__dirname, 'files', file)));

export const base64Of = (row: PictureRow): string => Buffer.from(bytesOf(row)).toString('base64');

/** What intake itself refuses; the rest is found when it is decoded. */
export const isRefusedAtIntake = ({ refused, by }: PictureRow): boolean =>
  refused !== undefined && by === 'intake';
