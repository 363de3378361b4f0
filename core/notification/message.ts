import type { Json, JsonObject } from '../json.ts';
import { omit } from '../json.ts';
import { formatDollars } from '../money.ts';
import type { DomainEvent } from '../ports/events.ts';
import { testType } from './event-types.ts';
import type { Addresses, Links } from './links.ts';
import { linksOf } from './links.ts';

/** What a webhook's body says. */
export interface Message {
  readonly type: string;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  /** Ids, status, figures (micro-dollars as `…_micros`), links; no secret and no data row. */
  readonly data: JsonObject;
}

/** The message of an event. */
export function messageOf(event: DomainEvent, addresses: Addresses): Message {
  const { type, at, detail } = event;
  const status = type.slice(type.indexOf('.') + 1);
  const links: Links = linksOf(event, addresses);
  return {
    type,
    timestamp: at,
    data: { ...(inSnakeCase(detail) as JsonObject), status, links: { ...links } },
  };
}

/** What a test sends. */
export function testMessage(
  { id, userId }: { readonly id: string; readonly userId: string },
  at: string,
  { api }: Addresses,
): Message {
  const links = { api: `${api}/v2/users/${encodeURIComponent(userId)}/notifications/${id}` };
  const text = 'A test: nothing has happened.';
  return {
    type: testType,
    timestamp: at,
    data: { user_id: userId, notification_id: id, status: 'test', text, links },
  };
}

/** Names as everywhere on the wire: `versionId` as `version_id`. */
function inSnakeCase(value: Json): Json {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      inSnakeCase(each),
    ]),
  );
}

/** A message as an e-mail. */
export interface EmailText {
  /** At most 100 printable ASCII characters, as SNS wants it. */
  readonly subject: string;
  readonly text: string;
}

/** For a person: what happened first, then each figure on a line of its own. */
export function emailOf({ type, timestamp, data }: Message): EmailText {
  const { links, ...rest } = data;
  const facts = omit(rest, 'status');
  const named = data['model_id'] ?? data['period'] ?? '';
  const subject = `deeptune: ${type} ${String(named)}`
    .trim()
    .replaceAll(/[^ -~]/g, '?')
    .slice(0, 100);
  const lines = Object.entries(facts).map(([name, value]) => line(name, value));
  const followed = Object.entries(links as JsonObject).map(([name, url]) => line(name, url));
  const head = [`${type} at ${timestamp}`, ''];
  return { subject, text: [...head, ...lines, '', ...followed, ''].join('\n') };
}

function line(name: string, value: Json): string {
  if (typeof value === 'number' && name.endsWith('_micros'))
    return `${name.slice(0, -'_micros'.length)}: ${formatDollars(value)}`;
  return `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
