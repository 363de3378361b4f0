import type { MessageTable } from '../message.ts';
import type { Route } from '../../http/route.ts';
import { pathsOf } from '../../http/route.ts';
import { openAiMessages } from '../open-ai-messages.ts';
import { ownAnswers, ownMessages } from '../own-messages.ts';
import { filledFields, ownContentMessages, ownContents, references } from './filled-fields.ts';
import { messageTypes } from './message-types.ts';

/** `messages.ts`, not yet formatted. */
export function messagesText(published: {
  readonly messages: MessageTable;
  readonly enums: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
}): string {
  return (
    messageTypes({
      published: published.messages,
      own: { ...ownMessages, ...ownContentMessages, ...openAiMessages },
      enums: published.enums,
      answers: { ...published.answers, ...ownAnswers },
      filled: filledFields,
      references,
      ownContents,
    }) + openAiText()
  );
}

/** Message below `/v1` -> its type. */
function openAiText(): string {
  const lines = Object.keys(openAiMessages).map((name) => `readonly ${name}: ${name};`);
  return `\n\n/** What is answered below \`/v1\`, by the message's name. */\nexport interface OpenAiMessages {\n${lines.join('\n')}\n}\n`;
}

/**
 * `operations.ts`, not yet formatted: of each operation the paths that name different things, each
 * in its longest form.
 */
export function operationsText(routes: readonly Route[]): string {
  const operations = new Map<string, string[]>();
  for (const route of routes) {
    const [path = ''] = pathsOf(route);
    const words = operations.get(route.operation) ?? [route.method];
    if (!words.some((other) => namesSame(other, path)))
      operations.set(route.operation, [...words, path]);
  }
  const lines = [...operations]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, words]) => `${operation}: ${JSON.stringify(words)},`);
  return `/** Operation -> its method, then its paths. Written by \`npm run document\`; a test compares it with the routes. */
export const operations = {
${lines.join('\n')}
} as const;
`;
}

/**
 * Whether two paths have the same parameters, but for the user and the app, which a client knows.
 */
function namesSame(a: string, b: string): boolean {
  const parameters = (path: string) =>
    [...path.matchAll(/:\w+/g)].map(String).filter((name) => !/^:(user|app)_id$/.test(name));
  return a.startsWith('/') && parameters(a).join() === parameters(b).join();
}
