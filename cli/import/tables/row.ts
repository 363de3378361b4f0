import type { Json, JsonObject } from '../../../core/json.ts';
import { failed } from '../entry.ts';
import type { Entry, EntryContent, PixelRegion, Problem, Split } from '../entry.ts';
import { contentOfImage } from '../image-path.ts';
import type { Roles } from './columns.ts';
import { parseExact } from './exact-json.ts';
import { labelsOf } from './labels.ts';

/** Where a row stands, and for a person where its image paths start from. */
export interface RowPlace {
  readonly where: string;
  readonly place: string;
  /** Below the place, where paths of images start; empty, or ends with `/`. */
  readonly folder?: string;
  readonly split?: Split;
}

/**
 * A row of a CSV, JSONL or Hugging Face metadata file. What has no role is metadata; `objects`
 * holds boxes (`bbox` in pixels with `categories`), a `metadata` that is an object is taken apart.
 */
export function entryOfRow(row: JsonObject, at: RowPlace, roles: Roles): Entry | Problem {
  const { where, split } = at;
  const taken = takenBy(row, roles);
  const content = contentOf(taken.image, taken.text, at);
  if (typeof content === 'string') return failed(where, content);
  const labels = labelsOf(taken.label, roles.separator);
  if ('problem' in labels) return failed(where, labels.problem);
  const regions = regionsOf(row['objects']);
  if (!regions) return failed(where, 'objects needs bbox and categories of the same length');
  const isCaption = content.kind !== 'text' && taken.text !== undefined;
  const id = idOf(taken.id);
  return {
    where,
    ...(id === undefined ? {} : { id }),
    content,
    concepts: labels.labels,
    ...(regions.length > 0 ? { regions } : {}),
    metadata: {
      ...metadataOf(row, taken.names, roles),
      ...(isCaption ? { text: taken.text ?? null } : {}),
    },
    ...(split === undefined ? {} : { split }),
  };
}

type Field = Json | undefined;
type Role = 'id' | 'text' | 'image' | 'label';

/** The value of each role, and the fields that they were taken from. */
function takenBy(row: JsonObject, roles: Roles): Record<Role, Field> & { names: Set<string> } {
  const names = new Set<string>(['objects']);
  const first = (role: Role): Field => {
    const name = roles[role].find((each) => isFilled(row[each]));
    if (name !== undefined) names.add(name);
    return name === undefined ? undefined : row[name];
  };
  const image = first('image');
  const [text, label, id] = (['text', 'label', 'id'] as const).map(first);
  return { image, text, label, id, names };
}

const isFilled = (value: Field) => value !== undefined && value !== null && value !== '';

function metadataOf(row: JsonObject, taken: ReadonlySet<string>, roles: Roles): JsonObject {
  const hidden = new Set([...roles.dropped.map(({ name }) => name), ...emptyOf(row, roles)]);
  const own = Object.entries(row).filter(([name]) => !taken.has(name) && !hidden.has(name));
  const called = (name: string) => (roles.completion.includes(name) ? 'completion' : name);
  // In the order of the table: ids are made of it.
  const entries = own.map(([name, value]) => [called(name) || 'unnamed', value] as const);
  const { metadata, ...others } = Object.fromEntries(entries) as Record<string, Json>;
  if (metadata === undefined) return others;
  const within = objectIn(metadata);
  // Taken apart it would replace a column of the same name.
  const isApart = within && !Object.keys(within).some((name) => Object.hasOwn(others, name));
  return { ...others, ...(isApart ? within : { metadata }) };
}

/** Fields of a role that say nothing; their names would only stand in the metadata as null. */
function emptyOf(row: JsonObject, roles: Roles): string[] {
  const all = [roles.id, roles.text, roles.image, roles.label, roles.completion].flat();
  return all.filter((name) => !isFilled(row[name]));
}

/** A field that is an object, or a cell that holds one in JSON. */
function objectIn(value: Json): JsonObject | undefined {
  const found = typeof value === 'string' ? parsed(value) : value;
  const isObject = typeof found === 'object' && found !== null && !Array.isArray(found);
  return isObject ? (found as JsonObject) : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

function contentOf(image: Field, text: Field, { place, folder }: RowPlace): EntryContent | string {
  if (typeof image === 'string') return contentOfImage(image.trim(), place, folder);
  if (image !== undefined) return `The image is ${short(image)}; wanted a path or a URL`;
  if (text === undefined) return 'The row has neither an image nor a text';
  if (typeof text !== 'string') return `The text is ${short(text)}; wanted a text`;
  return { kind: 'text', text };
}

const short = (value: Json) => JSON.stringify(value).slice(0, 100);

function idOf(value: Field): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}

function regionsOf(objects: Field): PixelRegion[] | undefined {
  if (objects === undefined || objects === null) return [];
  const { bbox, categories, category } = (objectIn(objects) ?? {}) as JsonObject;
  const names = (categories ?? category) as readonly Json[] | undefined;
  const boxes = bbox as readonly PixelRegion['box'][] | undefined;
  if (!Array.isArray(boxes) || !Array.isArray(names) || boxes.length !== names.length)
    return undefined;
  return boxes.map((box, index) => ({ concept: String(names[index]), box }));
}
