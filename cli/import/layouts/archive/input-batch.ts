import { BinaryReader } from '@bufbuild/protobuf/wire';
import * as z from 'zod';
import { messages } from '../../../../core/dataset/input/input-batch.ts';
import type { Field } from '../../../../core/dataset/input/input-batch.ts';
import type { Json, JsonObject } from '../../../../core/json.ts';
import { base64FromBytes } from '../../../../core/dataset/image/base64.ts';

const number = z.number().default(0);
const concept = z
  .object({ id: z.string().optional(), name: z.string().optional(), value: z.number().default(1) })
  .refine(({ id, name }) => Boolean(id || name), 'has neither id nor name');
const hosted = z.object({ prefix: z.string().default(''), suffix: z.string().default('') });
const source = z.object({ url: z.string().optional(), hosted: hosted.optional() });
const region = z.object({
  region_info: z
    .looseObject({
      bounding_box: z
        .object({ top_row: number, left_col: number, bottom_row: number, right_col: number })
        .optional(),
      polygon: z.object({ points: z.array(z.object({ row: number, col: number })) }).optional(),
      mask: z.object({ image: z.object({ base64: z.string().optional() }) }).optional(),
    })
    .default({}),
  data: z.object({ concepts: z.array(concept).default([]) }).default({ concepts: [] }),
});

/** What is read of one of Clarifai's `Input` messages. */
export const batchInput = z.object({
  id: z.string().min(1),
  data: z.looseObject({
    image: source.extend({ base64: z.string().optional() }).optional(),
    text: source.extend({ raw: z.string().optional() }).optional(),
    concepts: z.array(concept).default([]),
    regions: z.array(region).default([]),
    metadata: z.record(z.string(), z.json()).default({}),
    geo: z.object({ geo_point: z.object({ longitude: number, latitude: number }) }).optional(),
  }),
});
export type BatchInput = z.infer<typeof batchInput>;
export type BatchRegion = z.infer<typeof region>;

/**
 * Inputs of a batch of JSON, each to be checked on its own. Some writers turn `region_info` into
 * `regionInfo`.
 * @throws Error where it is no such batch
 */
export function inputsOfJson(text: string): readonly Json[] {
  const { inputs } = JSON.parse(text) as { readonly inputs?: unknown };
  if (!Array.isArray(inputs)) throw new Error('it has no list of inputs');
  return (inputs as readonly Json[]).map((input) => snakeCase(input));
}

/** Metadata keeps the names that its owner chose. */
function snakeCase(value: Json): Json {
  if (Array.isArray(value)) return value.map((one: Json) => snakeCase(one));
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value as JsonObject).map(([name, of]) => {
    const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [snake, snake === 'metadata' ? of : snakeCase(of)] as const;
  });
  return Object.fromEntries(pairs);
}

type Messages = Readonly<Record<string, Readonly<Record<string, Field>>>>;

/** Whether these are there is asked; what is in them is not read. */
const more: Messages = {
  Data: { ...messages['Data'], video: [2, 'Unread'], audio: [14, 'Unread'] },
  RegionInfo: {
    ...messages['RegionInfo'],
    point: [6, 'Unread'],
    span: [7, 'Unread'],
    token: [8, 'Unread'],
  },
  Unread: {},
};
const known: Messages = { ...messages, ...more };

/** Fields of a message that repeat: the others keep their last value. */
const lists = new Set(['inputs', 'concepts', 'regions', 'points', 'sizes', 'fields', 'values']);

/** The same of a serialised `InputBatch`. @throws Error where it is none */
export function inputsOfProtobuf(bytes: Uint8Array): readonly Json[] {
  const batch = readMessage(new BinaryReader(bytes), 'InputBatch', bytes.length);
  return (batch['inputs'] ?? []) as readonly Json[];
}

function readMessage(reader: BinaryReader, name: string, end: number): JsonObject {
  const fields = new Map(
    Object.entries(known[name] ?? {}).map(([field, [id, type]]) => [id, { field, type }]),
  );
  const message: Record<string, Json> = {};
  while (reader.pos < end) {
    const [id, wireType] = reader.tag();
    const found = fields.get(id);
    if (!found) {
      reader.skip(wireType);
      continue;
    }
    const value = readField(reader, found.type);
    const before = message[found.field];
    message[found.field] = lists.has(found.field)
      ? [...((before ?? []) as readonly Json[]), value]
      : value;
  }
  return finished(name, message);
}

function readField(reader: BinaryReader, type: string): Json {
  if (type === 'float') return reader.float();
  if (type === 'double') return reader.double();
  if (type === 'bool') return reader.bool();
  if (type === 'enum') return reader.int32();
  if (type === 'string') return reader.string();
  if (type === 'bytes') return base64FromBytes(reader.bytes());
  const length = reader.uint32();
  return readMessage(reader, type, reader.pos + length);
}

/** A Struct becomes the JSON that it stands for; a concept without a value has 0 (proto3). */
function finished(name: string, message: Record<string, Json>): JsonObject {
  if (name === 'Concept') return { value: 0, ...message };
  if (name !== 'Data' || message['metadata'] === undefined) return message;
  return { ...message, metadata: jsonOfStruct(message['metadata'] as JsonObject) };
}

function jsonOfStruct(struct: JsonObject): JsonObject {
  const entries = (struct['fields'] ?? []) as readonly JsonObject[];
  return Object.fromEntries(
    entries.map(({ key, value }) => [String(key ?? ''), jsonOfValue((value ?? {}) as JsonObject)]),
  );
}

function jsonOfValue(value: JsonObject): Json {
  if (value['struct_value'] !== undefined) return jsonOfStruct(value['struct_value'] as JsonObject);
  if (value['list_value'] !== undefined) {
    const { values = [] } = value['list_value'] as { readonly values?: readonly JsonObject[] };
    return values.map(jsonOfValue);
  }
  return value['number_value'] ?? value['string_value'] ?? value['bool_value'] ?? null;
}
