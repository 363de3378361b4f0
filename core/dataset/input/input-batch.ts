import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Json, JsonObject } from '../../json.ts';
import { bytesFromBase64 } from '../image/base64.ts';

/**
 * Field number, and what the field holds: a scalar, or the name of a message. A list repeats its
 * field.
 */
type Field = readonly [id: number, type: string];

/**
 * The part of Clarifai's published messages that an export fills, with its field numbers; a test
 * reads it with the published ones.
 */
const messages: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  InputBatch: { inputs: [1, 'Input'] },
  Input: { id: [1, 'string'], data: [2, 'Data'] },
  Data: {
    image: [1, 'Image'],
    concepts: [3, 'Concept'],
    metadata: [5, 'Struct'],
    regions: [11, 'Region'],
    text: [13, 'Text'],
  },
  Image: { base64: [2, 'bytes'] },
  Text: { raw: [1, 'string'] },
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
  Value: { string_value: [3, 'string'] },
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
  writer.tag(id, type === 'float' ? WireType.Bit32 : WireType.LengthDelimited);
  if (type in messages) {
    writeMessage(writer.fork(), type, value as JsonObject);
    writer.join();
  } else if (type === 'float') writer.float(value as number);
  else if (type === 'string') writer.string(value as string);
  // Bytes are base64 in JSON.
  else writer.bytes(bytesFromBase64(value as string) ?? new Uint8Array());
}

/** Metadata is a map of strings here; a Struct on the wire wraps each value. */
function withStruct(input: JsonObject): JsonObject {
  const data = input['data'] as JsonObject;
  if (data['metadata'] === undefined) return input;
  const fields = Object.entries(data['metadata'] as JsonObject).map(([key, value]) => ({
    key,
    value: { string_value: value },
  }));
  return { ...input, data: { ...data, metadata: { fields } } };
}
