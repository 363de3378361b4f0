import * as z from 'zod';
import { parseExact } from '../../tables/exact-json.ts';

/** Tools write ids as numbers or as texts, and not always the same on both sides. */
const id = z.union([z.number(), z.string()]).transform(String);
const positive = z
  .number()
  .nullish()
  .transform((value) => (value ? value : undefined));

/** An image of a COCO file; the second half is what our own exports say besides. */
export const cocoImage = z.object({
  id,
  file_name: z.string().min(1),
  width: positive,
  height: positive,
  coco_url: z.string().nullish(),
  flickr_url: z.string().nullish(),
  url: z.string().nullish(),
  input_id: z.string().optional(),
  metadata: z.record(z.string(), z.json()).optional(),
  geo: z.object({ longitude: z.number(), latitude: z.number() }).optional(),
});
export type CocoImage = z.infer<typeof cocoImage>;

const category = z.object({ id, name: z.string().min(1), concept_id: z.string().optional() });
export type CocoCategory = z.infer<typeof category>;

const box = z
  .unknown()
  .refine(
    (value) =>
      Array.isArray(value) && value.length === 4 && value.every((one) => Number.isFinite(one)),
    'is not 4 numbers: x, y, width, height in pixels',
  )
  .transform((value) => value as readonly [number, number, number, number]);
const polygon = z
  .array(z.number(), { error: 'is no polygon: x, y, x, y, … in pixels' })
  .refine(
    ({ length }) => length >= 6 && length % 2 === 0,
    'is no polygon: it needs at least 3 corners, x, y, x, y, …',
  );
export const cocoRuns = z.object(
  {
    counts: z.union([z.string(), z.array(z.number())]),
    size: z.tuple([z.int().positive(), z.int().positive()]),
  },
  {
    error:
      'is neither a list of polygons nor run lengths, {"counts": …, "size": [height, width]}; null and [] mean none',
  },
);

/** `null`, `[]` and `[[]]` are how tools say that there is no mask; a flat list is one polygon. */
const segmentation = z.preprocess(
  (value) => {
    if (!Array.isArray(value)) return value ?? undefined;
    const parts = (value.every((one) => typeof one === 'number') ? [value] : value) as unknown[];
    const filled = parts.filter((part) => !Array.isArray(part) || part.length > 0);
    return filled.length > 0 ? filled : undefined;
  },
  z.unknown().transform((value, context) => {
    if (value === undefined) return undefined;
    const parsed = Array.isArray(value)
      ? z.array(polygon).safeParse(value)
      : cocoRuns.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    context.addIssue({ code: 'custom', message: issue?.message ?? 'is none' });
    return z.NEVER;
  }),
);

/** `null` and `[]` are how tools say that there is no box. */
const absentBox = (value: unknown) =>
  value === null || (Array.isArray(value) && value.length === 0) ? undefined : value;

/** An annotation; the second half is what our own exports say besides. */
export const cocoAnnotation = z.object({
  id: id.nullish(),
  image_id: id,
  category_id: id.nullish(),
  bbox: z.preprocess(absentBox, box.optional()),
  segmentation,
  iscrowd: z.union([z.literal([0, 1]), z.boolean()]).nullish(),
  keypoints: z.array(z.unknown()).nullish(),
  caption: z.string().nullish(),
  segments_info: z.array(z.unknown()).nullish(),
  region: z.int().optional(),
  value: z.number().min(0).max(1).optional(),
  bbox_of_segmentation: z.boolean().optional(),
  mask_file: z.string().optional(),
});
export type CocoAnnotation = z.infer<typeof cocoAnnotation>;

const whole = z.object({
  images: z.array(z.unknown()),
  annotations: z.array(z.unknown()),
  negative_annotations: z.array(z.unknown()).default([]),
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
export function problemOf(error: z.ZodError, value: unknown): string {
  const [issue] = error.issues;
  const found = (issue?.path ?? []).reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const text = JSON.stringify(found) ?? 'missing';
  return `'${issue?.path.join('.') ?? ''}' ${text.slice(0, 200)} ${issue?.message ?? ''}`;
}
