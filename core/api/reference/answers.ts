import type { JsonObject } from '../../json.ts';
import { answerStatus } from './json-schema.ts';
import { enumSchema, messageSchema } from './message.ts';
import type { MessageTable } from './message.ts';
import { openAiMessages } from './open-ai-messages.ts';
import { ownAnswers, ownMessages } from './own-messages.ts';
import { publishedAnswers, publishedEnums, publishedMessages } from './published-messages.ts';

const answers = { ...publishedAnswers, ...ownAnswers };

/** Operation -> the message that it answers. */
const messageOf: ReadonlyMap<string, string> = new Map(
  Object.entries(answers).flatMap(([message, operations]) =>
    operations.split(' ').map((operation): [string, string] => [operation, message]),
  ),
);

/** The message that an operation answers. @throws Error that says what to do where there is none */
export function answerOf(operation: string): string {
  const message = messageOf.get(operation);
  if (message !== undefined) return message;
  throw new Error(
    `${operation} is not described: run 'npm run document' if Clarifai publishes it, else add its answer to own-messages.ts`,
  );
}

/**
 * Every message and enum that answers can carry. Of a published one any field may be left out, of
 * ours those that are marked.
 */
export function answerSchemas(): JsonObject {
  const enums = Object.entries(publishedEnums).map(([name, names]) => [name, enumSchema(names)]);
  return Object.fromEntries([
    ...enums,
    ...messagesOf(publishedMessages, { isPartial: true }),
    ...messagesOf(ownMessages, { isPartial: false }),
    ...messagesOf(openAiMessages, { isPartial: false }),
  ]) as JsonObject;
}

/** An answer has a status beside its fields; an event of a stream has none. */
function messagesOf(table: MessageTable, how: { isPartial: boolean }): [string, JsonObject][] {
  return Object.entries(table).map(([name, fields]) => {
    const schema = messageSchema(fields, how);
    return [name, name in answers && name !== 'EventStream' ? withStatus(schema) : schema];
  });
}

function withStatus({ required = [], properties, ...schema }: JsonObject): JsonObject {
  return {
    ...schema,
    required: ['status', ...(required as string[])],
    properties: { status: answerStatus, ...(properties as JsonObject) },
  };
}
