import protobuf from 'protobufjs';
import type { Json, JsonObject } from '../../core/json.ts';

/** A decoded message; what its type does not know is kept beside it as it was sent. */
type Decoded = protobuf.Message & { readonly $unknowns?: readonly Uint8Array[] };

/** Decodes a message and keeps what its type does not know, for `withUnknownFields`. */
export function decodeWhole(type: protobuf.Type, bytes: Uint8Array): protobuf.Message {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = false;
  return type.decode(reader);
}

/**
 * The request with the fields that its published message does not have, as `protobuf field 99`: so
 * that they are refused or named as unknown names are over HTTP, and not lost in the decoding.
 * @param json the same message as JSON with original field names
 */
export function withUnknownFields(message: protobuf.Message, json: JsonObject): JsonObject {
  const unknown = ((message as Decoded).$unknowns ?? []).map((bytes): [string, Json] => [
    `protobuf field ${numberOf(bytes)}`,
    `${bytes.length} bytes`,
  ]);
  const inner = Object.entries(json).map(([name, value]): [string, Json] => [
    name,
    withInner((message as unknown as Record<string, unknown>)[name], value),
  ]);
  return Object.fromEntries([...inner, ...unknown]);
}

function withInner(decoded: unknown, value: Json): Json {
  if (Array.isArray(decoded) && Array.isArray(value))
    return (value as Json[]).map((each, index) => withInner(decoded[index], each));
  const isMessage = decoded instanceof protobuf.Message && typeof value === 'object';
  // Struct and the like are plain JSON, whose names are not those of the message.
  if (!isMessage || value === null || decoded.$type.fullName.startsWith('.google.')) return value;
  return withUnknownFields(decoded, value as JsonObject);
}

/** A field's tag holds its number and, in the lowest three bits, its form. */
function numberOf(bytes: Uint8Array): number {
  return protobuf.Reader.create(bytes).uint32() >>> 3;
}
