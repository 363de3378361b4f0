import { enumSchema, messageSchema } from '../../../../core/api/reference/message.ts';
import { ownMessages } from '../../../../core/api/reference/own-messages.ts';
import { openAiMessages } from '../../../../core/api/reference/open-ai-messages.ts';
import {
  publishedAnswers,
  publishedEnums,
  publishedMessages,
} from '../../../../core/api/reference/published-messages.ts';
import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import { fieldsIn, fieldsOfTable, tablesOf } from '../../../../local/grpc/message-table.ts';
import { loadProtos } from '../../../../local/grpc/published-api.ts';
import { messageType } from '../../../proto/published-api.ts';
import { documentedSchema } from './documented.ts';

const root = loadProtos();

describe('the messages that Clarifai publishes', () => {
  test('stand in published-messages.ts as `npm run document` writes it', () => {
    const made = tablesOf(root, allRoutes, fieldsOfTable(publishedMessages));

    // Where this differs: npm run document
    expect({
      messages: publishedMessages,
      enums: publishedEnums,
      answers: publishedAnswers,
    }).toEqual(made);
  });

  test('are described with their types', () => {
    const fields = ['Model.id', 'Model.metadata', 'Model.model_version', 'Model.toolkits'];
    const { messages } = tablesOf(root, [], [...fields, 'ModelVersionExport.size']);

    expect(messages).toEqual({
      Model: 'id metadata:Struct model_version:ModelVersion toolkits:string[]',
      ModelVersion: '',
      ModelVersionExport: 'size:int64',
    });
  });

  test.each(['Model.colour', 'Modell.id'])('have no %s', (field) => {
    expect(() => tablesOf(root, [], [field])).toThrow(/colour|Modell/);
  });

  test('are searched to the depth of lists and maps, but not in what is free or sent back', () => {
    const version = {
      metadata: { any: 1 },
      metrics: { '/': { inputs_count: '1' } },
      annotation_filter_config: { unknown: true },
      status: { code: 64015 },
    };

    expect([...fieldsIn(messageType('DatasetVersion'), version)].sort()).toEqual([
      'DatasetVersion.annotation_filter_config',
      'DatasetVersion.metadata',
      'DatasetVersion.metrics',
      'DatasetVersion.status',
      'DatasetVersionMetrics.inputs_count',
      'Status.code',
    ]);
  });
});

test('no message of ours has the name of a published one', () => {
  const names = [publishedMessages, publishedEnums, ownMessages, openAiMessages].flatMap(
    Object.keys,
  );

  expect(new Set(names).size).toBe(names.length);
});

describe('the short form', () => {
  test('gives the schema of a message that has nothing else', () => {
    const fields = 'id tags:string[] by_name:Thing{} size?:uint64 ended:int32|null';

    expect(messageSchema(fields, { isPartial: false })).toEqual({
      type: 'object',
      required: ['id', 'tags', 'by_name', 'ended'],
      properties: {
        id: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' } },
        by_name: {
          type: 'object',
          additionalProperties: { $ref: '#/components/schemas/Thing' },
        },
        size: { type: 'string', pattern: '^-?\\d+$' },
        ended: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      },
      additionalProperties: false,
    });
    expect(messageSchema(fields, { isPartial: true })).not.toHaveProperty('required');
    expect(enumSchema('A B')).toEqual({ type: 'string', enum: ['A', 'B'] });
  });

  test('is refused where it is none', () => {
    expect(() => messageSchema('id:', { isPartial: true })).toThrow("'id:' is not a valid field");
  });
});

const status = { code: 10000, description: 'Ok', req_id: 'a' };
test.each([
  ['a field that is not there', { datasets: [{ id: 'a', colour: 'red' }] }, /colour/],
  ['a number for a text', { datasets: [{ id: 1 }] }, /expected string/],
  ['a wrong name', { datasets: [{ visibility: { gettable: 'ALL' } }] }, /Invalid option/],
  ['no instant', { datasets: [{ created_at: 'today' }] }, /datetime/],
  [
    'a number for 64 bits',
    { datasets: [{ version: { metrics: { '/': { inputs_count: 1 } } } }] },
    /expected string/,
  ],
])('the described schema refuses %s, however deep', (_what, answer, message) => {
  const schema = documentedSchema('MultiDatasetResponse');

  expect(
    schema.safeParse({ status, datasets: [{ id: 'a', metadata: { any: [1] } }] }).success,
  ).toBe(true);
  expect(schema.safeParse({ status, ...answer }).error?.message).toMatch(message);
});
