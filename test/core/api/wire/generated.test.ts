import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import {
  publishedAnswers as answers,
  publishedEnums as enums,
  publishedMessages as messages,
} from '../../../../core/api/reference/published-messages.ts';
import { messagesText, operationsText } from '../../../../core/api/reference/generate/generate.ts';
import { loadProtos } from '../../../../local/grpc/published-api.ts';
import {
  publishedRequestsOf,
  publishedRequestsText,
} from '../../../../local/grpc/request-fields.ts';
import { requestTypes } from '../../../../core/api/reference/generate/request-types.ts';

const folder = join(__dirname, '..', '..', '..', '..', 'core', 'api', 'wire');
const prettier = join(dirname(require.resolve('prettier/package.json')), 'bin', 'prettier.cjs');

// Where one of these differs: npm run document
test.each([
  ['messages.ts', () => messagesText({ messages, enums, answers })],
  ['requests.ts', () => requestTypes(allRoutes)],
  ['operations.ts', () => operationsText(allRoutes)],
  [
    'published-requests.ts',
    () => publishedRequestsText(publishedRequestsOf(loadProtos(), allRoutes)),
  ],
])('%s is what `npm run document` writes', (name, text) => {
  const file = join(folder, name);

  const made = execFileSync(process.execPath, [prettier, '--stdin-filepath', file], {
    input: text(),
    encoding: 'utf8',
  });

  expect(readFileSync(file, 'utf8')).toBe(made);
});
