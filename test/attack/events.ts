import { isRefused } from './attack.ts';
import type { Target } from './attack.ts';
import { watched } from './attack.ts';
import { userId } from './host-process.ts';
import { ask, must } from './request.ts';

const path = `/v2/users/${userId}/events`;
/** Of one user at the same time (local/events/event-streams.ts). */
const most = 32;

/** Streams of events: another's, too many, and of readers that do not read. */
export async function attackEvents(target: Target): Promise<void> {
  const { host, report, stranger } = target;
  for (const [what, key] of Object.entries({
    'no key': undefined,
    'the key of another': stranger,
  })) {
    const answer = await ask(host.url, { method: 'GET', path, key });
    report.tried('events', what, isRefused(answer), () => `${answer.status} ${answer.text}`);
  }
  const ended = new AbortController();
  const cost = await watched(target, () => floodWithReaders(target, ended.signal));
  report.tried('events', 'many readers that do not read', cost === undefined, () => cost ?? '');
  ended.abort();
  await hearNothingOfOthers(target);
}

async function open(
  target: Target,
  at: { readonly path: string; readonly key: string },
  signal: AbortSignal,
) {
  const headers = { authorization: `Key ${at.key}` };
  return fetch(target.host.url + at.path, { headers, signal });
}

async function floodWithReaders(target: Target, signal: AbortSignal): Promise<void> {
  const { host, report } = target;
  const all = await Promise.all(
    Array.from({ length: most + 20 }, () => open(target, { path, key: host.key }, signal)),
  );
  const refused = all.filter(({ status }) => status === 429);
  for (const each of refused) await each.text();
  report.tried('events', 'more streams than a user may have', refused.length === 20, () =>
    all.map(({ status }) => status).join(' '),
  );
}

/** The stranger listens to himself while the victim makes something. */
async function hearNothingOfOthers(target: Target): Promise<void> {
  const { host, report, stranger } = target;
  const ended = new AbortController();
  const stream = await open(target, { path: '/v2/users/me/events', key: stranger }, ended.signal);
  const url = 'http://127.0.0.1:9/closed';
  const notifications = `/v2/users/${userId}/notifications`;
  const body = { notification: { kind: 'webhook', url } };
  const asked = { method: 'POST', path: notifications, key: host.key, body };
  const made = await must<{ notification: { id: string } }>(host.url, asked);
  const one = `${notifications}/${made.notification.id}`;
  await must(host.url, { method: 'POST', path: `${one}/test`, key: host.key, body: {} });
  await must(host.url, { method: 'DELETE', path: one, key: host.key });
  setTimeout(() => ended.abort(), 500);
  const heard = await textUntilEnd(stream);
  report.tried('events', 'what happens to another', !heard.includes(userId), () => heard);
  report.control('events', 'the stream of himself', heard.includes('event: ready'), () => heard);
}

async function textUntilEnd({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {
    // It was ended.
  }
  return text;
}
