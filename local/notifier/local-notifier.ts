import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { fail } from '../../core/errors.ts';
import type { Confirmation, Notifier, OutgoingWebhook, Sent } from '../../core/ports/notifier.ts';
import { isPublicAddress } from '../../net/public-address.ts';
import { WebhookSender } from '../../net/webhook-sender.ts';

export interface LocalNotifierOptions {
  /** True: private networks too, such as 192.168.0.0/16. */
  readonly allowsPrivate: boolean;
}

const listOf = (subnets: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]) => {
  const list = new BlockList();
  for (const [network, prefix, family] of subnets) list.addSubnet(network, prefix, family);
  return list;
};
const loopback = listOf([
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]);
/**
 * What people give their own networks (RFC 1918, 6598 and 4193). Not link-local: there lie the
 * credentials of a cloud's machine.
 */
const privateNetworks = listOf([
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
]);

function isIn(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4');
  return isIPv6(address) && !address.includes('%') && list.check(address, 'ipv6');
}

const noEmail =
  'this host sends no e-mail: set up a webhook, or run deeptune on AWS, where Amazon SNS sends it';

/**
 * `Notifier` of the laptop: webhooks over http and https, to this machine and to public addresses,
 * to private networks where that is set. Whoever sets a webhook here and whoever runs the host are
 * the same person.
 */
export class LocalNotifier implements Notifier {
  readonly #sender: WebhookSender;

  constructor({ allowsPrivate }: LocalNotifierOptions) {
    this.#sender = new WebhookSender({
      allowsHttp: true,
      isAllowedAddress: (address) =>
        isPublicAddress(address) ||
        isIn(loopback, address) ||
        (allowsPrivate && isIn(privateNetworks, address)),
      reach: allowsPrivate
        ? 'this machine, private networks and public addresses'
        : 'this machine and public addresses (to private networks with DEEPTUNE_WEBHOOK_PRIVATE=1)',
    });
  }

  async webhookRefusal(url: string): Promise<string | undefined> {
    return this.#sender.refusal(url);
  }

  sendWebhook(webhook: OutgoingWebhook): Promise<Sent> {
    return this.#sender.send(webhook);
  }

  async emailRefusal(): Promise<string | undefined> {
    return noEmail;
  }

  subscribe(): Promise<string> {
    return Promise.reject(fail('notSupported', `E-mail cannot be set up: ${noEmail}`));
  }

  async confirmation(): Promise<Confirmation> {
    return 'gone';
  }

  async unsubscribe(): Promise<void> {}

  async sendEmail(): Promise<Sent> {
    return { problem: `Not sent: ${noEmail}` };
  }
}
