import type { Body } from '../../../core/api/app-under-test.ts';
import type { Imported } from './imported.ts';
import { picture } from './imported.ts';

export type Files = Record<string, string | Uint8Array>;

/** Pictures of different content, 100 x 50 pixels. */
let shade = 0;
export const pictures = (...names: string[]): Files =>
  Object.fromEntries(names.map((name) => [name, picture(100, 50, (shade += 1) % 250)]));

/** What people see of a box: concepts, then left, top, right, bottom in hundredths. */
const inWords = ({ region_info: { bounding_box: box, polygon, mask }, data }: Body): string => {
  const hundredths = (value = 0) => Math.round(value * 10_000) / 100;
  const around = box
    ? [box.left_col, box.top_row, box.right_col, box.bottom_row].map(hundredths).join(' ')
    : 'no box';
  const corners = polygon?.points.map(
    ({ row, col }: Body) => `${hundredths(col)},${hundredths(row)}`,
  );
  const names = data.concepts.map(({ id }: Body) => id).join('+');
  return `${names}: ${around}${corners ? ` polygon ${corners.join(' ')}` : ''}${mask ? ' mask' : ''}`;
};

/** Of each image by its file: its concepts, its regions, its split. */
export function saidOf({ inputs }: Imported): Record<string, string[]> {
  const pairs = inputs.map(
    ({ text, metadata = {}, concepts, regions = [] }): [string, string[]] => [
      metadata.filename ?? text.raw,
      [
        ...concepts.map(({ id }: Body) => id),
        ...regions.map(inWords),
        ...(metadata.split ? [`in ${metadata.split}`] : []),
      ],
    ],
  );
  return Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const problemsOf = ({ problems }: Imported): string[] =>
  problems.map(({ kind, word, where }) => `${kind}${word ? ` ${word}` : ''}: ${where}`).toSorted();

/** `box` as people see it. */
export const plate = 'plate: 10 20 50 60';

export interface Case {
  readonly files: Files;
  readonly from?: string;
  readonly said: Record<string, string[]>;
  readonly problems?: readonly string[];
  /** Images that come without some of their annotations. */
  readonly withoutSome?: number;
}
