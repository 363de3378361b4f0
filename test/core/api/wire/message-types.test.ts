import { messageTypes } from '../../../../core/api/reference/generate/message-types.ts';
import type { Tables } from '../../../../core/api/reference/generate/message-types.ts';

const none: Tables = {
  published: {},
  own: {},
  enums: {},
  answers: {},
  filled: {},
  references: {},
  ownContents: {},
};

/** Without the lines that every file begins with. */
function typesOf(tables: Partial<Tables>): string {
  const text = messageTypes({ ...none, ...tables });
  return text.slice(text.indexOf('\n\nexport type ', text.indexOf('Reference<')) + 2);
}

test('of a published message a field is certain that deeptune always fills', () => {
  const published = { Model: 'id notes size:int64 tags:string[] metadata:Struct' };

  expect(typesOf({ published, filled: { Model: 'id tags' } })).toContain(`export type Model = {
readonly id: string;
readonly notes?: string;
readonly size?: string;
readonly tags: readonly string[];
readonly metadata?: JsonObject;
};`);
});

test('of our own messages a field is certain that is not marked', () => {
  const own = { Amount: 'period micros:count note? ended:int32|null by_id:Amount{}' };

  expect(typesOf({ own })).toContain(`export type Amount = {
readonly period: string;
readonly micros: number;
readonly note?: string;
readonly ended: number | null;
readonly by_id: { readonly [key: string]: Amount };
};`);
});

test('a field may name a thing and say little else, or carry something of ours in free JSON', () => {
  const published = { Version: 'base:Model metadata:Struct', Model: 'id' };
  const references = { 'Version.base': 'id' };
  const text = typesOf({ published, references, ownContents: { 'Version.metadata': 'Facts' } });

  expect(text).toContain("readonly base?: Reference<Model, 'id'>;");
  expect(text).toContain('readonly metadata?: JsonObject & { readonly deeptune: Facts };');
});

test('enums are written by name or number, and answers have a status', () => {
  const text = typesOf({
    published: { OneModel: 'kind:Kind' },
    enums: { Kind: 'LARGE 6' },
    answers: { OneModel: 'PutModel GetModel' },
  });

  expect(text).toContain("export type Kind = 'LARGE' | 6;");
  expect(text).toContain('export type OneModel = {\nreadonly status: AnswerStatus;');
  expect(text).toContain(
    'export interface Answers {\nreadonly GetModel: OneModel;\nreadonly PutModel: OneModel;\n}',
  );
});

test.each([
  ['Model.colour', { filled: { Model: 'id colour' } }],
  ['Modell.id', { filled: { Modell: 'id' } }],
  ['Model.parent', { references: { 'Model.parent': 'id' as const } }],
  ['Model.metadata', { ownContents: { 'Model.metadata': 'Facts' } }],
])('%s is said to be so and is not there: refused', (field, tables) => {
  expect(() => typesOf({ published: { Model: 'id tags:string[]' }, ...tables })).toThrow(
    `filled-fields.ts names ${field}, which no published message has`,
  );
});
