import type { NewData } from '../../../../client/parts.ts';
import { rowsOf } from '../../../../demo/data.ts';
import type { Row } from '../../../../demo/tours.ts';
import { toursOf } from '../../../../demo/tours.ts';
import { shuffled } from '../random.ts';

/** Real data that the demo's scripts make of installed packages. */
export const sourceNames = [
  'digits',
  'numbers',
  'emoji',
  'boxes',
  'masks',
  'damaged',
  'docstrings',
  'mails',
  'pairs',
] as const;

export type SourceName = (typeof sourceNames)[number];

export interface SourceRow {
  /** Of the input: its source's name and the row's own id. */
  readonly id: string;
  readonly data: NewData;
}

interface Source {
  readonly script: readonly string[];
  readonly toData: (row: Row) => NewData;
}

const classified = (concept: unknown) => ({ concepts: [{ id: String(concept) }] });
const toured = (modelTypeId: string, script?: readonly string[]): Source => {
  const [tour] = toursOf([modelTypeId]);
  if (!tour) throw new Error(`there is no tour of ${modelTypeId}`);
  return { script: script ?? tour.script, toData: tour.toData };
};

const sources: Readonly<Record<SourceName, Source>> = {
  digits: toured('visual-classifier'),
  numbers: toured('visual-embedder'),
  emoji: {
    script: ['emoji.py'],
    toData: ({ base64 = '', label }) => ({ image: { base64 }, ...classified(label) }),
  },
  boxes: toured('visual-detector'),
  masks: toured('visual-segmenter'),
  damaged: toured('visual-anomaly-heatmap', ['anomalies.py', '--count', '1200']),
  docstrings: toured('text-classifier'),
  mails: {
    script: ['mails.py', '--count', '1000'],
    toData: ({ text = '', label }) => ({ text: { raw: text }, ...classified(label) }),
  },
  pairs: toured('text-to-text'),
};

/** Which rows of a source are the first ones is the same in every sweep. */
const orderSeed = 1;

/** All rows of a source, in an order that mixes its labels. @param python has its packages */
export async function readSource(name: SourceName, python: string): Promise<readonly SourceRow[]> {
  const { script, toData } = sources[name];
  const rows = shuffled(await rowsOf<Row>(python, script), orderSeed);
  return rows.map((row) => ({ id: `${name}-${row.id}`, data: toData(row) }));
}
