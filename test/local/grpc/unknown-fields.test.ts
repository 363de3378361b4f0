import protobuf from 'protobufjs';
import protojson from 'protobufjs/ext/protojson.js';
import type { JsonObject } from '../../../core/json.ts';
import { loadPublishedApi } from '../../../local/grpc/published-api.ts';
import { decodeWhole, withUnknownFields } from '../../../local/grpc/unknown-fields.ts';

const type = loadPublishedApi().get('PostModelVersions')!.requestType;

/** The message, with a text under field 9000 at the end of its own fields. */
function withStranger(bytes: Uint8Array): Uint8Array {
  const stranger = protobuf.Writer.create()
    .uint32((9000 << 3) | 2)
    .string('hello')
    .finish();
  return Buffer.concat([bytes, stranger]);
}

const read = (bytes: Uint8Array) => {
  const message = decodeWhole(type, bytes);
  return withUnknownFields(message, protojson.toJson(type, message) as JsonObject);
};

test('a field that the published message does not have is kept by its number', () => {
  const bytes = type.encode(type.fromObject({ model_id: 'm' })).finish();

  expect(read(withStranger(bytes))).toEqual({
    model_id: 'm',
    'protobuf field 9000': expect.stringMatching(/^\d+ bytes$/),
  });
});

test('however deep it stands', () => {
  const inner = type.lookupType('ModelVersion');
  const version = withStranger(inner.encode(inner.fromObject({ id: 'v' })).finish());
  const { id } = type.fields['model_versions']!;
  const bytes = protobuf.Writer.create()
    .uint32((id << 3) | 2)
    .bytes(version)
    .finish();

  expect(read(bytes)).toEqual({
    model_versions: [{ id: 'v', 'protobuf field 9000': expect.any(String) }],
  });
});

test('a known message is left as it is', () => {
  const object = { model_versions: [{ metadata: { fields: { a: { numberValue: 1 } } } }] };
  const bytes = type.encode(type.fromObject(object)).finish();

  expect(read(bytes)).toEqual({ model_versions: [{ metadata: { a: 1 } }] });
});
