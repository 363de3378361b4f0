import type { Schedule } from '../../../../core/api/wire/messages.ts';
import { dollars } from '../../../parts/figures/in-words.ts';
import type { KeyValue } from '../../../parts/key-values.tsx';

/** What a schedule asks beside new inputs: only what it does ask. */
export function rulesOf(schedule: Schedule): KeyValue[] {
  const { drift_threshold: drift, worth_per_point_micros: worth } = schedule;
  const { max_price_micros: price, done_by: doneBy } = schedule;
  return [
    ...(drift === undefined
      ? []
      : [{ name: 'Or when', value: `the data shift by ${drift} or more` }]),
    ...(worth === undefined
      ? []
      : [{ name: 'Worth to you', value: `${dollars(worth)} a point`, hint: 'of 100, gained' }]),
    ...(price === undefined
      ? []
      : [{ name: 'At most', value: dollars(price), hint: 'each time; above it, it is skipped' }]),
    ...(doneBy === undefined
      ? []
      : [{ name: 'Done by', value: doneBy, hint: 'as cheap as that allows' }]),
  ];
}
