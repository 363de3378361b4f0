import { generate } from 'selfsigned';
import { AwsNotifier } from '../../../lambda/notifier/aws-notifier.ts';
import { describeNotifier } from '../../contract/notifier.contract.ts';
import { Receiver } from '../../contract/receiver.ts';
import { rejection } from '../../contract/wait.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

const topicArn = 'arn:aws:sns:eu-central-1:111111111111:mail';
const on = (aws: FakeAws, network = {}) =>
  new AwsNotifier({
    ...{ sns: fakeClients(aws).sns, topicArn, network },
    sha256: (text) => `hash of ${text}`,
  });

/** 127.0.0.1 stands for the public internet, its certificate for one that everybody trusts. */
const certificate = generate([{ name: 'commonName', value: 'localhost' }], {
  algorithm: 'sha256',
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
});

describeNotifier('AwsNotifier', async () => {
  const { cert, private: key } = await certificate;
  const receiver = await Receiver.open({ cert, key });
  const isAllowedAddress = (address: string) => address === '127.0.0.1';
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  return {
    port: on(new FakeAws(), { ca: cert, isAllowedAddress, resolve }),
    url: `https://localhost:${receiver.port}/hook`,
    answer: (...answer) => receiver.answer(...answer),
    received: () => receiver.received,
    cleanup: () => receiver.close(),
  };
});

test.each(['http://hooks.example/', 'https://127.0.0.1/', 'https://10.0.0.1/'])(
  '%s is refused: only public addresses, over https',
  async (url) => {
    expect(await on(new FakeAws()).webhookRefusal(url)).toMatch(/https|public addresses/);
  },
);

describe('e-mail', () => {
  const ada = 'ada@example.com';
  const bob = 'bob@example.com';
  let aws: FakeAws;
  let notifier: AwsNotifier;
  beforeEach(() => {
    aws = new FakeAws();
    notifier = on(aws);
  });
  const mail = (address: string, subscription: string) =>
    notifier.sendEmail({ address, subscription, subject: 'It is done', text: 'Look.' });

  test('goes to whom it is for, and to nobody else of the topic', async () => {
    const subscription = await notifier.subscribe(ada);
    await notifier.subscribe(bob);
    aws.sns.confirm(ada);
    aws.sns.confirm(bob);

    expect(await mail(ada, subscription)).toMatchObject({ status: 200 });
    expect(aws.sns.mails).toEqual([{ to: ada, subject: 'It is done', text: 'Look.' }]);
  });

  test('waits for its owner, who can end it', async () => {
    const subscription = await notifier.subscribe(ada);
    expect(await notifier.confirmation(subscription)).toBe('pending');
    aws.sns.confirm(ada);
    expect(await notifier.confirmation(subscription)).toBe('confirmed');
    aws.sns.forget(ada);
    expect(await notifier.confirmation(subscription)).toBe('gone');
  });

  test('an address that two ask for is one subscription', async () => {
    const [one, other] = [await notifier.subscribe(ada), await notifier.subscribe(ada)];

    expect(one).toBe(other);
    expect(aws.sns.subscriptions).toHaveLength(1);
    // No filter policy shows an address.
    expect(aws.sns.subscriptions[0]?.filterPolicy).toBe(
      '{"recipient":["hash of ada@example.com"]}',
    );
  });

  test('what is not confirmed cannot be ended at SNS, and is no error', async () => {
    await notifier.unsubscribe(await notifier.subscribe(ada));

    expect(aws.sns.subscriptions).toHaveLength(1);
  });

  test('an address that is none, and one too many, are the caller’s to mend', async () => {
    aws.sns.maxFilterPolicies = 1;
    await notifier.subscribe(ada);

    expect(await rejection(notifier.subscribe('nobody'))).toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(/'nobody' cannot be written to/),
    });
    expect(await rejection(notifier.subscribe(bob))).toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(/200 filter policies/),
    });
  });
});
