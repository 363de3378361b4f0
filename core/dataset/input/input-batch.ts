import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Json, JsonObject } from '../../json.ts';
import { bytesFromBase64 } from '../image/base64.ts';

/**
 * Field number, and what the field holds: a scalar, or the name of a message. A list repeats its
 * field.
 */
export type Field = readonly [id: number, type: string];

/**
 * The part of Clarifai's published messages that an export fills, with its field numbers; a test
 * reads it with the published ones.
 */
export const messages: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  InputBatch: { inputs: [1, 'Input'] },
  Input: { id: [1, 'string'], data: [2, 'Data'] },
  Data: {
    image: [1, 'Image'],
    concepts: [3, 'Concept'],
    metadata: [5, 'Struct'],
    geo: [6, 'Geo'],
    regions: [11, 'Region'],
    text: [13, 'Text'],
  },
  Geo: { geo_point: [1, 'GeoPoint'] },
  GeoPoint: { longitude: [1, 'float'], latitude: [2, 'float'] },
  Image: { url: [1, 'string'], base64: [2, 'bytes'], hosted: [5, 'HostedURL'] },
  Text: { raw: [1, 'string'], url: [2, 'string'], hosted: [4, 'HostedURL'] },
  HostedURL: {
    prefix: [1, 'string'],
    suffix: [2, 'string'],
    sizes: [3, 'string'],
    crossorigin: [4, 'string'],
  },
  Concept: { id: [1, 'string'], name: [2, 'string'], value: [3, 'float'] },
  Region: { region_info: [2, 'RegionInfo'], data: [3, 'Data'] },
  RegionInfo: { bounding_box: [1, 'BoundingBox'], mask: [4, 'Mask'], polygon: [5, 'Polygon'] },
  BoundingBox: {
    top_row: [1, 'float'],
    left_col: [2, 'float'],
    bottom_row: [3, 'float'],
    right_col: [4, 'float'],
  },
  Mask: { image: [2, 'Image'] },
  Polygon: { points: [1, 'Point'] },
  Point: { row: [1, 'float'], col: [2, 'float'] },
  // A map is a list of entries on the wire.
  Struct: { fields: [1, 'Entry'] },
  Entry: { key: [1, 'string'], value: [2, 'Value'] },
  Value: {
    null_value: [1, 'enum'],
    number_value: [2, 'double'],
    string_value: [3, 'string'],
    bool_value: [4, 'bool'],
    struct_value: [5, 'Struct'],
    list_value: [6, 'ListValue'],
  },
  ListValue: { values: [1, 'Value'] },
};

/** Inputs as a serialised `InputBatch`. */
export function encodeInputBatch(inputs: readonly JsonObject[]): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, 'InputBatch', { inputs: inputs.map(withStruct) });
  return writer.finish();
}

function writeMessage(writer: BinaryWriter, name: string, message: JsonObject): void {
  for (const [field, [id, type]] of Object.entries(messages[name] ?? {}))
    for (const value of [message[field] ?? []].flat()) writeField(writer, id, type, value as Json);
}

function writeField(writer: BinaryWriter, id: number, type: string, value: Json): void {
  writer.tag(id, wireTypes[type] ?? WireType.LengthDelimited);
  if (type in messages) {
    writeMessage(writer.fork(), type, value as JsonObject);
    writer.join();
  } else if (type === 'float') writer.float(value as number);
  else if (type === 'double') writer.double(value as number);
  else if (type === 'bool') writer.bool(value as boolean);
  else if (type === 'enum') writer.int32(value as number);
  else if (type === 'string') writer.string(value as string);
  // Bytes are base64 in JSON.
  else writer.bytes(bytesFromBase64(value as string) ?? new Uint8Array());
}

/** Of the scalars that are not preceded by their length. */
const wireTypes: Readonly<Record<string, WireType>> = {
  float: WireType.Bit32,
  double: WireType.Bit64,
  bool: WireType.Varint,
  enum: WireType.Varint,
};

/** Metadata is any JSON; a Struct on the wire says of each value what it is. */
function withStruct(input: JsonObject): JsonObject {
  const data = input['data'] as JsonObject;
  if (data['metadata'] === undefined) return input;
  return { ...input, data: { ...data, metadata: structOf(data['metadata'] as JsonObject) } };
}

function structOf(metadata: JsonObject): JsonObject {
  return {
    fields: Object.entries(metadata).map(([key, value]) => ({ key, value: valueOf(value) })),
  };
}

function valueOf(value: Json): JsonObject {
  if (value === null) return { null_value: 0 };
  if (Array.isArray(value)) return { list_value: { values: value.map(valueOf) } };
  if (typeof value === 'number') return { number_value: value };
  if (typeof value === 'string') return { string_value: value };
  if (typeof value === 'boolean') return { bool_value: value };
  return { struct_value: structOf(value as JsonObject) };
}
