import * as z from 'zod/mini';
import { parseExact } from '../../tables/exact-json.ts';

/** Tools write ids as numbers or as texts, and not always the same on both sides. */
const id = z.pipe(z.union([z.number(), z.string()]), z.transform(String));
const filled = z.string().check(z.minLength(1));
const positive = z.pipe(
  z.nullish(z.number()),
  z.transform((value) => (value ? value : undefined)),
);

/** An image of a COCO file; the second half is what our own exports say besides. */
export const cocoImage = z.object({
  id,
  file_name: filled,
  width: positive,
  height: positive,
  coco_url: z.nullish(z.string()),
  flickr_url: z.nullish(z.string()),
  url: z.nullish(z.string()),
  input_id: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.json())),
  geo: z.optional(z.object({ longitude: z.number(), latitude: z.number() })),
});
export type CocoImage = z.infer<typeof cocoImage>;

const category = z.object({ id, name: filled, concept_id: z.optional(z.string()) });
export type CocoCategory = z.infer<typeof category>;

const box = z.pipe(
  z
    .unknown()
    .check(
      z.refine(
        (value) =>
          Array.isArray(value) && value.length === 4 && value.every((one) => Number.isFinite(one)),
        'is not 4 numbers: x, y, width, height in pixels',
      ),
    ),
  z.transform((value) => value as readonly [number, number, number, number]),
);
const polygon = z
  .array(z.number(), { error: 'is no polygon: x, y, x, y, … in pixels' })
  .check(
    z.refine(
      ({ length }) => length >= 6 && length % 2 === 0,
      'is no polygon: it needs at least 3 corners, x, y, x, y, …',
    ),
  );
const side = z.int().check(z.positive());
export const cocoRuns = z.object(
  {
    counts: z.union([z.string(), z.array(z.number())]),
    size: z.tuple([side, side]),
  },
  {
    error:
      'is neither a list of polygons nor run lengths, {"counts": …, "size": [height, width]}; null and [] mean none',
  },
);

/** `null`, `[]` and `[[]]` are how tools say that there is no mask; a flat list is one polygon. */
function partsOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value ?? undefined;
  const parts = (value.every((one) => typeof one === 'number') ? [value] : value) as unknown[];
  const found = parts.filter((part) => !Array.isArray(part) || part.length > 0);
  return found.length > 0 ? found : undefined;
}

const segmentation = z.pipe(
  z.optional(z.unknown()),
  z.transform((given, context) => {
    const value = partsOf(given);
    if (value === undefined) return undefined;
    const parsed = Array.isArray(value)
      ? z.array(polygon).safeParse(value)
      : cocoRuns.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    context.issues.push({ code: 'custom', message: issue?.message ?? 'is none', input: given });
    return z.NEVER;
  }),
);

/** `null` and `[]` are how tools say that there is no box. */
const absentBox = (value: unknown): unknown =>
  value === null || (Array.isArray(value) && value.length === 0) ? undefined : value;

/** An annotation; the second half is what our own exports say besides. */
export const cocoAnnotation = z.object({
  id: z.nullish(id),
  image_id: id,
  category_id: z.nullish(id),
  bbox: z.pipe(z.transform(absentBox), z.optional(box)),
  segmentation,
  iscrowd: z.nullish(z.union([z.literal([0, 1]), z.boolean()])),
  keypoints: z.nullish(z.array(z.unknown())),
  caption: z.nullish(z.string()),
  segments_info: z.nullish(z.array(z.unknown())),
  region: z.optional(z.int()),
  value: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  bbox_of_segmentation: z.optional(z.boolean()),
  mask_file: z.optional(z.string()),
});
export type CocoAnnotation = z.infer<typeof cocoAnnotation>;

const whole = z.object({
  images: z.array(z.unknown()),
  annotations: z.array(z.unknown()),
  negative_annotations: z._default(z.array(z.unknown()), []),
  categories: z.array(category),
});
export type CocoFile = z.infer<typeof whole>;

/** @throws Error where it is no COCO file: one sentence for a person */
export function parseCoco(text: string, name: string): CocoFile {
  const found = whole.safeParse(jsonOf(text, name));
  if (found.success) return found.data;
  const missing = found.error.issues.map(({ path }) => `'${path.join('.')}'`).join(', ');
  throw new Error(
    `'${name}' is neither a list of objects nor COCO, which has the lists images, annotations and categories: ${missing} is missing or no list. ` +
      'A table: write one object a row (in Python: df.to_json(name, orient="records", lines=True, force_ascii=False)). Annotations of another tool: export them as COCO, YOLO or Pascal VOC',
  );
}

function jsonOf(text: string, name: string): unknown {
  try {
    return parseExact(text);
  } catch (error) {
    const wrong = new Error(`'${name}' is no JSON: ${(error as Error).message}`);
    // Python writes these, which JSON does not have; a number that is null is refused where it is.
    const number = /(?<=[:[,]\s*)(NaN|-?Infinity)(?=\s*[,\]}])/g;
    if (!number.test(text)) throw wrong;
    return jsonOf(text.replaceAll(number, 'null'), name);
  }
}

/** What is wrong with a part, with the value as it stands there. */
export function problemOf(error: z.core.$ZodError, value: unknown): string {
  const [issue] = error.issues;
  const found = (issue?.path ?? []).reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const text = JSON.stringify(found) ?? 'missing';
  return `'${issue?.path.join('.') ?? ''}' ${text.slice(0, 200)} ${issue?.message ?? ''}`;
}
