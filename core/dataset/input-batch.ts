import protobuf from 'protobufjs/light.js';
import type { JsonObject } from '../catalog/model-type.ts';

const list = (type: string, id: number) => ({ rule: 'repeated', type, id });
const concepts = list('Concept', 3);

/** The part of Clarifai's published messages that an export fills, with its field numbers; a test reads it with the published ones. */
const messages = protobuf.Root.fromJSON({
  nested: {
    InputBatch: { fields: { inputs: list('Input', 1) } },
    Input: { fields: { id: { type: 'string', id: 1 }, data: { type: 'Data', id: 2 } } },
    Data: {
      fields: {
        image: { type: 'Image', id: 1 },
        concepts,
        metadata: { type: 'Struct', id: 5 },
        regions: list('Region', 11),
        text: { type: 'Text', id: 13 },
      },
    },
    Image: { fields: { base64: { type: 'bytes', id: 2 } } },
    Text: { fields: { raw: { type: 'string', id: 1 } } },
    Concept: {
      fields: {
        id: { type: 'string', id: 1 },
        name: { type: 'string', id: 2 },
        value: { type: 'float', id: 3 },
      },
    },
    Region: {
      fields: { region_info: { type: 'RegionInfo', id: 2 }, data: { type: 'Data', id: 3 } },
    },
    RegionInfo: {
      fields: {
        bounding_box: { type: 'BoundingBox', id: 1 },
        mask: { type: 'Mask', id: 4 },
        polygon: { type: 'Polygon', id: 5 },
      },
    },
    BoundingBox: {
      fields: {
        top_row: { type: 'float', id: 1 },
        left_col: { type: 'float', id: 2 },
        bottom_row: { type: 'float', id: 3 },
        right_col: { type: 'float', id: 4 },
      },
    },
    Mask: { fields: { image: { type: 'Image', id: 2 } } },
    Polygon: { fields: { points: list('Point', 1) } },
    Point: { fields: { row: { type: 'float', id: 1 }, col: { type: 'float', id: 2 } } },
    Struct: { fields: { fields: { keyType: 'string', type: 'Value', id: 1 } as protobuf.IField } },
    Value: { fields: { string_value: { type: 'string', id: 3 } } },
  },
});
const inputBatch = messages.lookupType('InputBatch');

/** Inputs as a serialised `InputBatch`. */
export function encodeInputBatch(inputs: readonly JsonObject[]): Uint8Array {
  return inputBatch.encode(inputBatch.fromObject({ inputs: inputs.map(withStruct) })).finish();
}

/** Metadata is a map of strings here; a Struct on the wire wraps each value. */
function withStruct(input: JsonObject): JsonObject {
  const data = input['data'] as JsonObject;
  if (data['metadata'] === undefined) return input;
  const fields = Object.entries(data['metadata'] as JsonObject).map(([name, value]) => [
    name,
    { string_value: value },
  ]);
  return { ...input, data: { ...data, metadata: { fields: Object.fromEntries(fields) } } };
}
