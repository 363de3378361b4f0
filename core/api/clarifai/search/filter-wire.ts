import * as z from 'zod';
import type { AnnotationCondition, InputFilter } from '../../../dataset/record/input-filter.ts';
import {
  annotationConditionFromWire,
  annotationConditionSchema,
} from './annotation-condition-wire.ts';
import { inputConditionFromWire, inputConditionSchema } from './input-condition-wire.ts';
import { notSupported } from '../../http/not-supported.ts';

const conditions = {
  negate: z.boolean().optional(),
  input: inputConditionSchema.optional(),
  annotation: annotationConditionSchema.optional(),
};
const instant = z.iso.datetime({ offset: true }).optional();
const filterSchema = z.strictObject({
  ...conditions,
  last_updated_time_range: z.strictObject({ start_time: instant, end_time: instant }).optional(),
});

const noRanks =
  'Ranking by similarity or by predictions is not part of this release; filter by input or annotation instead';
const most = 50;

/** `Query`, as far as it filters. */
const query = {
  filters: z.array(filterSchema).max(most).optional(),
  ranks: notSupported(noRanks),
  /** There is one language, whichever is asked for. */
  language: z.string().optional(),
};
export const querySchema = z.strictObject(query);

const andSchema = z.strictObject({ ...conditions, output: notSupported(noRanks) });
/** `Query` of the older `PostSearches`. */
export const olderQuerySchema = z.strictObject({
  ...query,
  ands: z.array(andSchema).max(most).optional(),
});

/** The conditions of a query that one of the schemas has passed. */
export function filtersOf({
  filters = [],
  ands = [],
}: z.infer<typeof olderQuerySchema>): InputFilter[] {
  return [...filters, ...ands].map(filterFromWire);
}

type WireFilter = z.infer<typeof filterSchema>;

function filterFromWire({ negate = false, input, annotation, ...filter }: WireFilter): InputFilter {
  const modified = rangeFromWire(filter.last_updated_time_range);
  return {
    negate,
    ...(input ? { input: inputConditionFromWire(input) } : {}),
    ...(annotation || modified
      ? { annotation: { ...(annotation ? annotationConditionFromWire(annotation) : {}), modified } }
      : {}),
  };
}

function rangeFromWire(
  range: WireFilter['last_updated_time_range'],
): AnnotationCondition['modified'] {
  if (!range) return undefined;
  const { start_time: start, end_time: end } = range;
  return {
    from: start === undefined ? -Infinity : Date.parse(start),
    to: end === undefined ? Infinity : Date.parse(end),
  };
}
