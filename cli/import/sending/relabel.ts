import type { Client } from '../../../client/client.ts';
import type { NewInput } from '../../../client/parts.ts';
import type { Input } from '../../../core/api/wire/messages.ts';
import type { Requests } from '../../../core/api/wire/requests.ts';
import { withBackoff } from './backoff.ts';
import type { Wait } from './backoff.ts';
import type { PreparedInput } from './prepare.ts';

interface Labelled {
  readonly id?: string;
  readonly value?: number | boolean;
}

/** Boxes come back as they were sent, but for rounding. */
const precision = 1e5;

/** Whether an input says the same as the one that is there: concepts, regions, completion. */
export function haveSameLabels({ data }: NewInput, stored: Input): boolean {
  const theirs = stored.data;
  return (
    conceptsOf(data?.concepts) === conceptsOf(theirs.concepts) &&
    regionsOf(data?.regions) === regionsOf(theirs.regions) &&
    (data?.metadata?.['completion'] ?? null) === (theirs.metadata?.['completion'] ?? null)
  );
}

function conceptsOf(concepts: readonly Labelled[] = []): string {
  const values = concepts.map(({ id, value = 1 }) => JSON.stringify([id, Number(value)]));
  return [...new Set(values)].toSorted().join();
}

type Regions = NonNullable<NonNullable<NewInput['data']>['regions']>;

/** Masks are left out: they come back by another name. */
function regionsOf(regions: Regions | Input['data']['regions'] = []): string {
  const each = regions.map(({ region_info: info, data }) => {
    const box = info?.bounding_box;
    const sides = [box?.top_row, box?.left_col, box?.bottom_row, box?.right_col];
    const rounded = sides.map((side) => Math.round((side ?? 0) * precision));
    return JSON.stringify([conceptsOf(data?.concepts), rounded]);
  });
  return each.toSorted().join();
}

/** Gives inputs that are there the labels of the source, in place of their own. */
export async function takeOver(
  client: Client,
  pairs: readonly { readonly input: PreparedInput; readonly stored: Input }[],
  wait: Wait,
): Promise<void> {
  const patch = (action: 'overwrite' | 'remove' | 'merge', inputs: readonly Patch[]) =>
    inputs.length === 0
      ? undefined
      : withBackoff(() => client.call('PatchInputs', {}, { inputs, action }), wait);
  await patch('remove', pairs.flatMap(surplusOf));
  await patch(
    'overwrite',
    pairs.map(labelsOf).filter(({ data }) => Object.keys(data).length > 0),
  );
  await patch('merge', pairs.flatMap(completionOf));
}

type Patch = Requests['PatchInputs']['inputs'][number];
type Pair = Parameters<typeof takeOver>[1][number];

/** What is there where the source has nothing: a list that is empty cannot replace one. */
function surplusOf({ input, stored }: Pair): Patch[] {
  const { concepts = [], regions = [] } = stored.data;
  const { data } = input.body;
  const surplus = {
    ...(data?.concepts || concepts.length === 0
      ? {}
      : { concepts: concepts.map(({ id }) => ({ id })) }),
    ...(data?.regions || regions.length === 0
      ? {}
      : { regions: regions.map(({ id = '' }) => ({ id })) }),
  };
  return Object.keys(surplus).length === 0 ? [] : [{ id: input.id, data: surplus }];
}

function labelsOf({ input: { id, body } }: Pair) {
  const { concepts, regions } = body.data ?? {};
  return { id, data: { ...(concepts ? { concepts } : {}), ...(regions ? { regions } : {}) } };
}

function completionOf({ input, stored }: Pair): Patch[] {
  const completion = input.body.data?.metadata?.['completion'];
  if (completion === undefined || completion === stored.data.metadata?.['completion']) return [];
  return [{ id: input.id, data: { metadata: { completion } } }];
}
