import type { Notifier } from '../../core/ports/notifier.ts';

/** One adapter under test, and a receiver that it may send to. */
export interface NotifierHarness {
  readonly port: Notifier;
  /** Where the receiver listens. */
  readonly url: string;
  /** What it answers from now on. */
  answer: (status: number, text: string, headers?: Readonly<Record<string, string>>) => void;
  /** What it was sent. */
  readonly received: () => readonly { readonly headers: object; readonly body: string }[];
  readonly cleanup: () => Promise<void>;
}

/** What every `Notifier` promises. */
export function describeNotifier(name: string, make: () => Promise<NotifierHarness>): void {
  describe(`Notifier: ${name}`, () => {
    let harness: NotifierHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.cleanup());

    const send = (url = harness.url) =>
      harness.port.sendWebhook({ url, headers: { 'webhook-id': 'one' }, body: '{"n":1}' });

    test('a webhook arrives whole, and its answer comes back', async () => {
      harness.answer(202, 'taken');

      expect(await harness.port.webhookRefusal(harness.url)).toBeUndefined();
      expect(await send()).toEqual({ status: 202, text: 'taken' });
      expect(harness.received()).toMatchObject([
        { headers: { 'webhook-id': 'one' }, body: '{"n":1}' },
      ]);
    });

    test('a refusal is an answer, with the wish for a pause', async () => {
      harness.answer(503, 'later', { 'retry-after': '30' });

      expect(await send()).toEqual({ status: 503, text: 'later', retryAfterSeconds: 30 });
    });

    test('no redirect is followed', async () => {
      harness.answer(302, '', { location: harness.url });

      expect(await send()).toMatchObject({ status: 302 });
      expect(harness.received()).toHaveLength(1);
    });

    test.each([
      'ftp://hooks.example/',
      'nothing',
      'https://a:b@hooks.example/',
      'https://169.254.169.254/',
    ])('nothing is sent to %s, and why is said before and at once', async (url) => {
      expect(await harness.port.webhookRefusal(url)).toEqual(expect.any(String));
      expect(await send(url)).toEqual({ problem: expect.stringMatching(/^Not sent: /) });
    });

    test('it sends e-mail, or says why not and refuses to ask an address', async () => {
      const refusal = await harness.port.emailRefusal();
      const asked = harness.port.subscribe('ada@example.com');

      if (refusal === undefined) expect(await asked).toEqual(expect.any(String));
      else await expect(asked).rejects.toMatchObject({ code: 'not-supported' });
    });

    test('what was never subscribed is gone, and ending it is no error', async () => {
      const nothing = 'arn:aws:sns:eu-central-1:111111111111:mail:none';

      expect(await harness.port.confirmation(nothing)).toBe('gone');
      await harness.port.unsubscribe(nothing);
    });
  });
}
