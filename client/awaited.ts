import type { Answers } from '../core/api/wire/messages.ts';
import type { Client } from './client.ts';

/** Calls an operation whose route is not in the table of operations yet. */
export async function awaited<Asked extends keyof Answers>(
  client: Client,
  operation: Asked,
  parameters: object,
  body?: object,
): Promise<Answers[Asked]> {
  const call = client.call.bind(client) as (...words: readonly unknown[]) => Promise<unknown>;
  return (await call(operation, parameters, ...(body ? [body] : []))) as Answers[Asked];
}
