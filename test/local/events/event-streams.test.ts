import type { DomainEvent } from '../../../core/ports/events.ts';
import { EventStreams } from '../../../local/events/event-streams.ts';
import type { EventStreamsOptions } from '../../../local/events/event-streams.ts';
import { until } from '../../until.ts';

const allowed = () => Promise.resolve(true);
const event = (userId: string, appId: string): DomainEvent => ({
  type: 'model-version.trained',
  at: '2026-11-29T12:00:00.000Z',
  detail: { userId, appId, versionId: 'v' },
});

/** Reads a stream into its events, as they come. */
function read(stream: ReadableStream<Uint8Array>) {
  const told: string[] = [];
  const state = { told, isOver: false, error: undefined as unknown };
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  const all = async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      told.push(...value.split('\n').filter((line) => /^(event|:)/.test(line)));
    }
  };
  const ended = all().then(
    () => (state.isOver = true),
    (error: unknown) => ((state.error = error), (state.isOver = true)),
  );
  return { state, ended, cancel: () => reader.cancel() };
}

function streamsWith(options: EventStreamsOptions = {}) {
  const streams = new EventStreams(options);
  return {
    streams,
    open: (userId: string, appId?: string) => read(streams.open({ userId, appId }, allowed)),
  };
}

test('a user hears of his own apps, a key of an app of that app, and nobody of others', async () => {
  const { streams, open } = streamsWith();
  const [ann, annsShop, bob] = [open('ann'), open('ann', 'shop'), open('bob')];

  streams.hear(event('ann', 'zoo'));
  streams.hear(event('ann', 'shop'));
  streams.hear({ ...event('ann', 'zoo'), detail: { versionId: 'of nobody' } });
  streams.tell({ userId: 'bob', appId: 'own' }, 'progress', { step: 1 });
  streams.close();
  await Promise.all([ann.ended, annsShop.ended, bob.ended]);

  const trained = 'event: model-version.trained';
  expect(ann.state.told).toEqual(['event: ready', trained, trained]);
  expect(annsShop.state.told).toEqual(['event: ready', trained]);
  expect(bob.state.told).toEqual(['event: ready', 'event: progress']);
});

test('a reader who does not read is dropped with what waited for him, the others go on', async () => {
  const { streams, open } = streamsWith({ maxWaiting: 2_000 });
  const stalled = streams.open({ userId: 'ann' }, allowed);
  const lively = open('ann');

  for (let n = 0; n < 100; n += 1) {
    streams.tell({ userId: 'ann' }, 'progress', { step: n, text: 'x'.repeat(100) });
    while (lively.state.told.length < n + 2) await new Promise(setImmediate);
  }
  const late = read(stalled);
  await late.ended;
  streams.close();
  await lively.ended;

  expect(lively.state.told).toHaveLength(101);
  // It breaks off: it does not look like one that came to its end.
  expect(String(late.state.error)).toMatch(/fell behind/);
});

test('it says now and then that it is there, and ends when its key may not listen any more', async () => {
  let isAllowed = true;
  const streams = new EventStreams({ heartbeatMilliseconds: 5 });
  const { state, ended } = read(streams.open({ userId: 'ann' }, () => Promise.resolve(isAllowed)));
  await until(1, () => Promise.resolve(state.told.includes(': still here') || undefined));

  isAllowed = false;
  await ended;

  expect(state).toMatchObject({ isOver: true, error: undefined });
});

test('so many streams are open at most; one that its reader leaves makes room', async () => {
  const told: string[] = [];
  const { streams, open } = streamsWith({
    ...{ maxOfUser: 2, max: 3 },
    onFirst: () => told.push('first'),
    onLast: () => told.push('last'),
  });
  const [one] = [open('ann'), open('ann')];
  expect(() => open('ann')).toThrow(/User 'ann' has 2 event streams open, of at most 2/);
  open('bob');
  expect(() => open('eve')).toThrow(/3 event streams are open, of at most 3/);

  await one.cancel();
  // It goes back through what decodes and encodes.
  await new Promise(setImmediate);
  const again = open('eve');
  streams.close();
  await again.ended;

  expect(again.state.told).toEqual(['event: ready']);
  expect(told).toEqual(['first', 'last']);
  expect(() => open('ann')).toThrow(/closing/);
});
