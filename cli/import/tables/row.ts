import type { Json, JsonObject } from '../../../core/json.ts';
import { failed } from '../entry.ts';
import { contentOfImage } from '../image-path.ts';
import type { Entry, EntryContent, PixelRegion, Problem } from '../entry.ts';

/** Where a row stands, and for a person where its image paths start from. */
export interface RowPlace {
  readonly where: string;
  readonly place: string;
}

/**
 * A row of a CSV, JSONL or Hugging Face metadata file: `image` (or `file_name`: a path or an http
 * URL) or `text` (or `prompt`), `concepts` (or `label`), `id`, `objects` (`bbox` in pixels with
 * `categories`). Everything else is metadata, `completion` among it.
 */
export function entryOfRow(row: JsonObject, { where, place }: RowPlace): Entry | Problem {
  const { id, image, file_name, concepts, label, objects, ...others } = row;
  const { text, prompt, ...metadata } = others;
  const source = image ?? file_name;
  const words = text ?? prompt;
  const content = isText(source) ? contentOfImage(source, place) : contentOfText(words);
  if (typeof content === 'string') return failed(where, content);
  const regions = regionsOf(objects);
  if (!regions) return failed(where, 'objects needs bbox and categories of the same length');
  return {
    where,
    ...(isText(id) || typeof id === 'number' ? { id: String(id) } : {}),
    content,
    concepts: conceptsOf(concepts ?? label),
    ...(regions.length > 0 ? { regions } : {}),
    metadata:
      content.kind === 'text' || words === undefined ? metadata : { ...metadata, text: words },
  };
}

const isText = (value: Json | undefined): value is string =>
  typeof value === 'string' && value !== '';

function contentOfText(words: Json | undefined): EntryContent | string {
  return isText(words) ? { kind: 'text', text: words } : 'The row has neither an image nor a text';
}

/** A list, or a text with `|` between them; numbers are class labels. */
function conceptsOf(value: Json | undefined): string[] {
  const all = Array.isArray(value)
    ? (value as readonly Json[])
    : typeof value === 'string'
      ? value.split('|')
      : [value];
  return all
    .filter((one) => one !== undefined && one !== null)
    .map((one) => String(one).trim())
    .filter((one) => one !== '');
}

function regionsOf(objects: Json | undefined): PixelRegion[] | undefined {
  if (objects === undefined || objects === null) return [];
  const { bbox, categories, category } = objects as JsonObject;
  const names = (categories ?? category) as readonly Json[] | undefined;
  const boxes = bbox as readonly PixelRegion['box'][] | undefined;
  if (!Array.isArray(boxes) || !Array.isArray(names) || boxes.length !== names.length)
    return undefined;
  return boxes.map((box, index) => ({ concept: String(names[index]), box }));
}
