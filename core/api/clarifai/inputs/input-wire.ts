import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import type { NewInput } from '../../../dataset/input/new-input.ts';
import type { ImageData, Input } from '../../../dataset/record/input.ts';
import { statusOfInput } from '../../../dataset/record/input-status.ts';
import type { HostedAddress } from '../../../dataset/record/hosted-address.ts';
import { hostedAddress, hostedUrl, isHostedUrl } from '../../../dataset/record/hosted-address.ts';
import type { Scope } from '../../../records/keys.ts';
import { idSchema } from '../../http/ids.ts';
import { saysNothing } from '../../http/says-nothing.ts';
import { status } from '../../http/status.ts';
import { conceptsSchema } from './concept-wire.ts';
import { regionFromWire, regionSchema, regionToWire } from '../annotations/region-wire.ts';
import { conceptsToWire } from '../versions/version-wire.ts';
import type { Data, ImageInfo, Input as InputMessage } from '../../wire/messages.ts';

export const imageSchema = z.object({ base64: z.string().optional(), url: z.string().optional() });
const textSchema = z.object({ raw: z.string().optional(), url: z.string().optional() });

/** Where something is on Earth, degrees. Zero coordinates may be left out (proto3). */
export const geoPointSchema = z.object({
  longitude: z.number().min(-180).max(180).default(0),
  latitude: z.number().min(-90).max(90).default(0),
});
export const geoSchema = z.object({ geo_point: geoPointSchema });

export const metadataSchema = z.record(z.string(), z.json()).default({});

/** Published contents that this release does not take: known, so that the input can say so. */
const otherContents = ['video', 'audio', 'parts', 'frames', 'ndarray'] as const;
const others = {
  video: z.unknown().optional(),
  audio: z.unknown().optional(),
  parts: z.unknown().optional(),
  frames: z.unknown().optional(),
  ndarray: z.unknown().optional(),
};

/** What an input holds: an image or a text. */
export const contentSchema = z.object({
  image: imageSchema.optional(),
  text: textSchema.optional(),
  ...others,
});

/** `Input.data` of a request: an image or a text. */
export const dataSchema = contentSchema.extend({
  concepts: conceptsSchema.default([]),
  regions: z.array(regionSchema).max(1000).default([]),
  metadata: metadataSchema,
  geo: geoSchema.optional(),
});

export const newInputSchema = z
  .object({
    id: idSchema.optional(),
    data: dataSchema.default({ concepts: [], regions: [], metadata: {} }),
    dataset_ids: z.array(idSchema).max(100).default([]),
  })
  .transform(({ id, data, dataset_ids }): NewInput => ({
    ...(id === undefined ? {} : { id }),
    content: contentOf(data),
    concepts: data.concepts,
    regions: data.regions.map(regionFromWire),
    metadata: data.metadata as JsonObject,
    ...(data.geo ? { geo: data.geo.geo_point } : {}),
    datasetIds: dataset_ids,
  }));

/** What an input brings, as the use case wants it. */
export function contentOf(data: z.infer<typeof contentSchema>): NewInput['content'] {
  const names = contentsOf(data);
  if (names.length > 1) return { kind: 'several', names };
  if (data.image?.base64) return { kind: 'image', base64: data.image.base64 };
  if (data.text?.raw) return { kind: 'text', text: data.text.raw };
  if (data.image?.url) return { kind: 'url', url: data.image.url, of: 'image' };
  if (data.text?.url) return { kind: 'url', url: data.text.url, of: 'text' };
  if (data.image?.base64 !== undefined) return { kind: 'image', base64: '' };
  if (data.text?.raw !== undefined) return { kind: 'text', text: '' };
  return { kind: 'nothing', has: otherContents.find((name) => !isAbsent(data[name])) };
}

/**
 * The contents that say something, by their place in `data`. A text that was read here has its own
 * address beside it, and may come back with it.
 */
function contentsOf(data: z.infer<typeof contentSchema>): string[] {
  const { image = {}, text = {} } = data;
  const isEcho = Boolean(text.raw) && isHostedUrl(text.url ?? '');
  const places = [
    ['image.base64', image.base64],
    ['image.url', image.url],
    ['text.raw', text.raw],
    ['text.url', isEcho ? '' : text.url],
  ] as const;
  return [
    ...places.filter(([, value]) => value).map(([place]) => place),
    ...otherContents.filter((name) => !saysNothing(data[name])),
  ];
}

const isAbsent = (value: unknown) => value === undefined || value === null;

/** @param origin where the caller reached the API: what the addresses in it begin with */
export function inputToWire(input: Input, scope: Scope, origin: string): InputMessage {
  const { data, geo } = input;
  const place = { scope, inputId: input.id, origin };
  return {
    id: input.id,
    created_at: input.createdAt,
    modified_at: input.modifiedAt,
    data: {
      ...contentToWire(data, hostedAddress(scope, input.id, origin)),
      concepts: conceptsToWire(input.concepts, scope.appId),
      ...(input.regions
        ? { regions: input.regions.map((region) => regionToWire(region, place)) }
        : {}),
      metadata: input.metadata,
      ...(geo ? { geo: { geo_point: { ...geo } } } : {}),
    },
    dataset_ids: [...input.datasetIds],
    status: status(statusOfInput(input), data.kind === 'invalid' ? data.reason : undefined),
  };
}

function imageInfo({ format, width, height }: ImageData): ImageInfo {
  return { format, ...(width && height ? { width, height } : {}) };
}

function contentToWire(data: Input['data'], hosted: HostedAddress): Data {
  const where = { url: hostedUrl(hosted), hosted: { ...hosted, sizes: [...hosted.sizes] } };
  if (data.kind === 'text') return { text: { raw: data.text, ...where } };
  return data.kind === 'image' ? { image: { ...where, image_info: imageInfo(data) } } : {};
}
