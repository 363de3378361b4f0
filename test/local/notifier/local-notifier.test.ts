import { LocalNotifier } from '../../../local/notifier/local-notifier.ts';
import { describeNotifier } from '../../contract/notifier.contract.ts';
import { Receiver } from '../../contract/receiver.ts';

describeNotifier('LocalNotifier', async () => {
  const receiver = await Receiver.open();
  return {
    port: new LocalNotifier({ allowsPrivate: false }),
    url: `http://127.0.0.1:${receiver.port}/hook`,
    answer: (...answer) => receiver.answer(...answer),
    received: () => receiver.received,
    cleanup: () => receiver.close(),
  };
});

test.each([
  ['http://127.0.0.1:9000/', true, true],
  ['http://[::1]:9000/', true, true],
  ['https://93.184.215.14/', true, true],
  ['http://hooks.example/', true, true],
  ['http://10.1.2.3/', false, true],
  ['http://192.168.1.7:8080/', false, true],
  ['http://172.16.0.1/', false, true],
  ['http://100.64.0.1/', false, true],
  ['http://[fd12::1]/', false, true],
  // Where a cloud's machine has its credentials, never.
  ['http://169.254.169.254/', false, false],
  ['http://[fe80::1]/', false, false],
  ['http://0.0.0.0/', false, false],
  ['http://224.0.0.1/', false, false],
])('%s: %s, and with private networks %s', async (url, usually, withPrivate) => {
  const may = async (allowsPrivate: boolean) =>
    (await new LocalNotifier({ allowsPrivate }).webhookRefusal(url)) === undefined;

  expect([await may(false), await may(true)]).toEqual([usually, withPrivate]);
});

test('a refusal names the setting that would let it', async () => {
  const notifier = new LocalNotifier({ allowsPrivate: false });

  expect(await notifier.webhookRefusal('http://10.0.0.1/')).toMatch(/DEEPTUNE_WEBHOOK_PRIVATE=1/);
});

test('e-mail is not sent, and what to do instead is said', async () => {
  const notifier = new LocalNotifier({ allowsPrivate: false });

  expect(await notifier.emailRefusal()).toMatch(/no e-mail: set up a webhook/);
  expect(await notifier.sendEmail()).toEqual({ problem: expect.stringMatching(/no e-mail/) });
});
