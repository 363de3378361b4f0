import type { Json, JsonObject } from '../../../json.ts';
import { fail } from '../../../errors.ts';
import { freeJson } from '../absent.ts';

/**
 * How much of what a body may hold, whichever route it is for: every string, list and map that is
 * stored or matched with anything passes here, so that none is without a limit. A schema may ask
 * for less.
 */
export const valueLimits = {
  /** Objects and lists in one another; as many as protobuf takes. */
  levels: 100,
  /**
   * Values in all: what is parsed and checked in some 300 ms. 128 inputs have 3,900 for each, which
   * is COCO's polygons three times over.
   */
  values: 500_000,
  /** Characters of a string, by the name of its field; of one that is not here `otherString`. */
  strings: {
    // Bounded by the body; what becomes of too long ones is said input by input.
    base64: Infinity,
    raw: Infinity,
    description: 10_000,
    notes: 50_000,
    name: 1_000,
    url: 8_000,
  },
  otherString: 100_000,
  /** Items of a list, by the name of its field; of one that is not here `otherList`. */
  lists: { filters: 100, ands: 100, input_ids: 5_000, ids: 5_000, searches: 16 },
  otherList: 10_000,
  /** Fields of an object; more have no room in the free JSON of an input. */
  fields: 50_000,
  /** Characters of metadata and other free JSON: of an input or its labels, and of all else. */
  freeJson: { ofInput: 300_000, other: 64_000 },
} as const;

/** What an input brings may be as large as an input; all else stands in lists that stay quick. */
const ofInputs = new Set(['inputs', 'input', 'annotations']);

/** A value on its way down: the field that it stands in, and the one at the top of the body. */
interface Place {
  readonly value: Json;
  readonly field: string;
  readonly top: string;
  /** `whole`: this is all of it; `part`: what stands in it. */
  readonly free?: 'whole' | 'part' | undefined;
}

/**
 * What JSON can write and nothing behind can hold: half a character, nesting without end, more of
 * something than its limit. Level by level, because recursion would fail on it.
 * @returns how many names its objects have in all
 * @throws DeeptuneError bad-request-format that names the field and its limit
 */
export function assertWithinLimits(body: JsonObject): number {
  let level: Place[] = [{ value: body, field: '', top: '' }];
  const free: Place[] = [];
  let count = 0;
  let items = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > valueLimits.levels)
      throw fail('badRequest', `The body is nested deeper than ${valueLimits.levels} levels`);
    count += level.length;
    assertCount(count);
    for (const place of level) {
      if (place.free === 'whole') free.push(place);
      if (Array.isArray(place.value)) items += place.value.length;
    }
    level = level.flatMap(partsOf);
  }
  // What is nested too deep could not be measured.
  free.forEach(assertFree);
  // All but the body itself are an item or have a name.
  return count - 1 - items;
}

/** @throws DeeptuneError bad-request-format where a body has too many values */
export function assertCount(count: number): void {
  if (count <= valueLimits.values) return;
  throw fail(
    'badRequest',
    `The body has more than ${valueLimits.values} values; send fewer inputs in one call`,
  );
}

function partsOf(place: Place): Place[] {
  const { value } = place;
  if (typeof value === 'string') assertString(place, value);
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value) ? itemsOf(place, value) : membersOf(place, value as JsonObject);
}

function itemsOf(place: Place, list: readonly Json[]): Place[] {
  const most = place.free ? valueLimits.otherList : limitOf(valueLimits.lists, place.field);
  const limit = most ?? valueLimits.otherList;
  if (list.length > limit)
    throw tooMuch(place.field, `has ${list.length} items, and at most ${limit} are taken`);
  const free = place.free && 'part';
  return list.map((value) => ({ ...place, value, free }));
}

function membersOf({ field: name, top, free }: Place, object: JsonObject): Place[] {
  const members = Object.entries(object);
  const { fields } = valueLimits;
  if (members.length > fields)
    throw tooMuch(name, `has ${members.length} fields, and at most ${fields} are taken`);
  return members.map(([field, value]) => {
    assertWhole(field);
    assertKept(field);
    const place = { value, field, top: top === '' ? field : top };
    if (free) return { ...place, free: 'part' };
    return freeJson.has(field) ? { ...place, free: 'whole' } : place;
  });
}

function assertString({ field, free }: Place, text: string): void {
  assertWhole(text);
  const most = free ? undefined : limitOf(valueLimits.strings, field);
  const limit = most ?? valueLimits.otherString;
  if (text.length <= limit) return;
  throw tooMuch(
    field,
    `${JSON.stringify(text.slice(0, 100))} has ${text.length} characters, and at most ${limit} are taken`,
  );
}

function assertFree({ field, top, value }: Place): void {
  const { ofInput, other } = valueLimits.freeJson;
  const limit = ofInputs.has(top) ? ofInput : other;
  const { length } = JSON.stringify(value);
  if (length > limit)
    throw tooMuch(field, `has ${length} characters as JSON, and at most ${limit} are taken`);
}

function limitOf(limits: Readonly<Record<string, number>>, field: string): number | undefined {
  return Object.hasOwn(limits, field) ? limits[field] : undefined;
}

function tooMuch(field: string, why: string): Error {
  const what = field === '' ? 'The body' : `Field '${field.slice(0, 100)}'`;
  return fail('badRequest', `${what} ${why}`);
}

/** JavaScript keeps a prototype under this name, and no library carries a value through it. */
function assertKept(field: string): void {
  if (field === '__proto__')
    throw fail('badRequest', "The body has a field '__proto__', which cannot be kept: rename it");
}

function assertWhole(text: string): void {
  if (text.isWellFormed()) return;
  throw fail('badRequest', `The text ${JSON.stringify(text.slice(0, 100))} is not valid Unicode`);
}
