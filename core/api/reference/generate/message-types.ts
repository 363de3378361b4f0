import type { Field, MessageTable } from '../message.ts';
import { readField } from '../message.ts';

/** What the types of the answers are made of. */
export interface Tables {
  /** Message -> its fields. Of these any field may be absent that `filled` does not name. */
  readonly published: MessageTable;
  /** Message -> its fields. Of these a field may be absent that is marked so. */
  readonly own: MessageTable;
  /** Enum -> its names. */
  readonly enums: Readonly<Record<string, string>>;
  /** Message -> the operations that answer it. */
  readonly answers: Readonly<Record<string, string>>;
  readonly filled: Readonly<Record<string, string>>;
  readonly references: Readonly<Record<string, string>>;
  /** `Message.field` of free JSON -> the message that stands in it as `deeptune`. */
  readonly ownContents: Readonly<Record<string, string>>;
}

const head = `import type { Json, JsonObject } from '../../json.ts';

/* Written by \`npm run document\` from the tables of messages; a test compares. Types only: what the API answers, and what its clients read. */

/** Nothing of a message is certain to be there. Free JSON is left as it is. */
export type DeepPartial<T> = JsonObject extends T
  ? T
  : T extends readonly (infer Each)[]
    ? readonly DeepPartial<Each>[]
    : T extends object
      ? { readonly [Name in keyof T]?: DeepPartial<T[Name]> }
      : T;

/** A message of which one field is certain. */
export type Reference<T, Certain extends keyof T> = Pick<T, Certain> & DeepPartial<Omit<T, Certain>>;
`;

const primitives: Readonly<Record<string, string>> = {
  string: 'string',
  bytes: 'string',
  bool: 'boolean',
  count: 'number',
  int32: 'number',
  uint32: 'number',
  int64: 'string',
  uint64: 'string',
  float: 'number',
  Timestamp: 'string',
  Duration: 'string',
  Struct: 'JsonObject',
  Sent: 'JsonObject',
  Value: 'Json',
  NumberOrWord: 'number | string',
};

/**
 * TypeScript of every enum and message, and `Answers`: operation -> its message.
 * @throws Error that names a field which no published message has
 */
export function messageTypes(tables: Tables): string {
  const { published, own, enums, answers } = tables;
  assertKnown(tables);
  const messages = Object.entries({ ...published, ...own }).map(([name, fields]) =>
    messageType(name, fields, tables),
  );
  return [
    head,
    ...Object.entries(enums).map(([name, names]) => `export type ${name} = ${enumType(names)};`),
    ...messages,
    answersType(answers),
  ].join('\n\n');
}

/** What is said of single fields must be of fields that are there. */
function assertKnown({ published, filled, references, ownContents }: Tables): void {
  const known = new Set(
    Object.entries(published).flatMap(([message, fields]) =>
      fields.split(' ').map((field) => `${message}.${/^\w*/.exec(field)?.[0]}`),
    ),
  );
  const said = [
    ...Object.entries(filled).flatMap(([message, fields]) =>
      fields.split(' ').map((field) => `${message}.${field}`),
    ),
    ...Object.keys(references),
    ...Object.keys(ownContents),
  ];
  const unknown = said.find((field) => !known.has(field));
  if (unknown !== undefined)
    throw new Error(`filled-fields.ts names ${unknown}, which no published message has`);
}

function enumType(names: string): string {
  return names
    .split(' ')
    .map((name) => (/^\d+$/.test(name) ? name : `'${name}'`))
    .join(' | ');
}

function messageType(name: string, fields: string, tables: Tables): string {
  const filled = tables.filled[name]?.split(' ') ?? [];
  const status = name in tables.answers ? ['readonly status: AnswerStatus;'] : [];
  const lines = fields
    .split(' ')
    .filter(Boolean)
    .map(readField)
    .map((field) => {
      const isOptional = name in tables.own ? field.isOptional : !filled.includes(field.name);
      return `readonly ${field.name}${isOptional ? '?' : ''}: ${fieldType(name, field, tables)};`;
    });
  return `export type ${name} = {\n${[...status, ...lines].join('\n')}\n};`;
}

function fieldType(message: string, field: Field, tables: Tables): string {
  const path = `${message}.${field.name}`;
  const content = tables.ownContents[path];
  const plain = primitives[field.type] ?? field.type;
  const certain = tables.references[path];
  const one = certain === undefined ? plain : `Reference<${plain}, '${certain}'>`;
  const type = content === undefined ? one : `JsonObject & { readonly deeptune: ${content} }`;
  const several = {
    '': type,
    '[]': `readonly ${/\W/.test(type) && !type.includes('<') ? `(${type})` : type}[]`,
    '{}': `{ readonly [key: string]: ${type} }`,
  }[field.many];
  return field.isNullable ? `${several} | null` : several;
}

function answersType(answers: Tables['answers']): string {
  const lines = Object.entries(answers)
    .flatMap(([message, operations]) => operations.split(' ').map((each) => [each, message]))
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    .map(([operation, message]) => `readonly ${operation}: ${message};`);
  return `/** Status of a whole answer, with the id of its request. */
export type AnswerStatus = Status & { readonly req_id: string };

/** Operation -> what it answers. */
export interface Answers {
${lines.join('\n')}
}`;
}
