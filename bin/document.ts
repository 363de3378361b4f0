import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { npmCommand, runCommand } from '../cli/command-line.ts';
import { allRoutes } from '../core/api/clarifai/all-routes.ts';
import { publishedMessages } from '../core/api/reference/published-messages.ts';
import { fieldsOfTable, tablesOf } from '../local/grpc/message-table.ts';
import type { PublishedTables } from '../local/grpc/message-table.ts';
import { loadProtos } from '../local/grpc/published-api.ts';
import { publishedRequestsOf, publishedRequestsText } from '../local/grpc/request-fields.ts';
import { messagesText, operationsText } from '../core/api/reference/generate/generate.ts';
import { requestTypes } from '../core/api/reference/generate/request-types.ts';

/**
 * `npm run document -- Model.name Status.details`: writes what the OpenAPI document says of
 * Clarifai's messages anew from the published ones, with these fields beside those that were there,
 * and the types and the table of operations that clients are written on. To take a field away,
 * delete it in the file and run it without arguments.
 */
const api = join(import.meta.dirname, '..', 'core', 'api');

async function run(named: readonly string[]): Promise<void> {
  const fields = [...fieldsOfTable(publishedMessages), ...named];
  const published = loadProtos();
  const tables = tablesOf(published, allRoutes, fields);
  await write('reference/published-messages.ts', tablesText(tables));
  await write('wire/messages.ts', messagesText(tables));
  await write('wire/requests.ts', requestTypes(allRoutes));
  await write(
    'wire/published-requests.ts',
    publishedRequestsText(publishedRequestsOf(published, allRoutes)),
  );
  await write('wire/operations.ts', operationsText(allRoutes));
}

const command = npmCommand('document', 'writes the API document and the types of its clients anew')
  .argument('[fields...]', 'published fields that answers have from now on, such as Model.name')
  .action(run);

try {
  await runCommand(command);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function write(name: string, text: string): Promise<void> {
  const file = join(api, name);
  const style = (await resolveConfig(file)) ?? {};
  writeFileSync(file, await format(text, { ...style, parser: 'typescript' }));
}

function tablesText({ messages, enums, answers }: PublishedTables): string {
  return `import type { MessageTable } from './message.ts';

/**
 * Of Clarifai's published messages, what deeptune answers. Written by \`npm run document --
 * Message.field …\`; a test compares it with what is published.
 */
export const publishedMessages: MessageTable = ${JSON.stringify(messages)};

/** Enum -> its names. */
export const publishedEnums: Readonly<Record<string, string>> = ${JSON.stringify(enums)};

/** Message -> the operations that answer it. */
export const publishedAnswers: Readonly<Record<string, string>> = ${JSON.stringify(answers)};
`;
}
