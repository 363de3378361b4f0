import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { publishedMessages } from '../core/api/reference/published-messages.ts';
import { allRoutes } from '../core/api/clarifai/all-routes.ts';
import { fieldsOfTable, tablesOf } from '../local/grpc/message-table.ts';
import { loadProtos } from '../local/grpc/published-api.ts';

/**
 * `npm run document -- Model.name Status.details`: writes what the OpenAPI document says of Clarifai's messages anew from the published ones, with
 * these fields beside those that were there. To take a field away, delete it in the file and run it without arguments.
 */
const file = join(import.meta.dirname, '..', 'core', 'api', 'reference', 'published-messages.ts');

try {
  const fields = [...fieldsOfTable(publishedMessages), ...process.argv.slice(2)];
  const { messages, enums, answers } = tablesOf(loadProtos(), allRoutes, fields);
  const text = `import type { MessageTable } from './message.ts';

/** Of Clarifai's published messages, what deeptune answers. Written by \`npm run document -- Message.field …\`; a test compares it with what is published. */
export const publishedMessages: MessageTable = ${JSON.stringify(messages)};

/** Enum -> its names. */
export const publishedEnums: Readonly<Record<string, string>> = ${JSON.stringify(enums)};

/** Message -> the operations that answer it. */
export const publishedAnswers: Readonly<Record<string, string>> = ${JSON.stringify(answers)};
`;
  const style = (await resolveConfig(file)) ?? {};
  writeFileSync(file, await format(text, { ...style, parser: 'typescript' }));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
