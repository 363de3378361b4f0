import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import type { ImageSize } from '../../../../core/dataset/image/dimensions.ts';

const number = z.coerce.number().pipe(z.number());
const flag = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => Number(value) === 1);
const list = <T extends z.ZodType>(of: T) =>
  z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(of));

const object = z.object({
  name: z.coerce.string().min(1),
  difficult: flag,
  truncated: flag,
  occluded: flag,
  bndbox: z.object({ xmin: number, ymin: number, xmax: number, ymax: number }).optional(),
  polygon: z.record(z.string(), number).optional(),
  part: list(z.unknown()),
});
export type VocObject = z.infer<typeof object>;

const annotation = z.object({
  filename: z.coerce.string().optional(),
  source: z.object({ database: z.coerce.string().optional() }).optional().catch(undefined),
  size: z.object({ width: number, height: number }).optional().catch(undefined),
  object: list(z.unknown()),
});

/** A file of Pascal VOC. */
export interface VocFile {
  readonly filename: string | undefined;
  readonly size: ImageSize | undefined;
  /** Pixels are counted from 1 and boxes end with their last pixel: the challenge's own files. */
  readonly isFromOne: boolean;
  /** As they stand there: each is checked on its own. */
  readonly objects: readonly unknown[];
}

/** Entities are not expanded: a few bytes of them can stand for gigabytes. */
const parser = new XMLParser({ processEntities: false, parseTagValue: false, trimValues: true });

/** The few that XML itself has. */
const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/** @returns why it is no file of Pascal VOC, for a person */
export function parseVoc(text: string): VocFile | string {
  let parsed: unknown;
  try {
    parsed = parser.parse(text, true);
  } catch (error) {
    return `This is no XML: ${(error as Error).message}`;
  }
  const found = annotation.safeParse((parsed as { annotation?: unknown }).annotation);
  if (!found.success) return 'This is no file of Pascal VOC: it has no <annotation>';
  const { filename, source, size, object: objects } = found.data;
  return {
    filename: filename === undefined ? undefined : plain(filename),
    size: size && size.width > 0 && size.height > 0 ? size : undefined,
    isFromOne: /^The VOC\d{4} /.test(source?.database ?? ''),
    objects,
  };
}

/** @returns why it is no object, for a person */
export function parseObject(value: unknown): VocObject | string {
  const found = object.safeParse(value);
  if (found.success) return { ...found.data, name: plain(found.data.name) };
  const [issue] = found.error.issues;
  return `'${issue?.path.join('.') ?? ''}' of ${JSON.stringify(value).slice(0, 200)} ${issue?.message ?? ''}`;
}

function plain(text: string): string {
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity);
}
