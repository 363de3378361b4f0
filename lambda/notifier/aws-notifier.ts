import type { SNSClient } from '@aws-sdk/client-sns';
import {
  GetSubscriptionAttributesCommand,
  PublishCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { fail } from '../../core/errors.ts';
import type {
  Confirmation,
  Notifier,
  OutgoingEmail,
  OutgoingWebhook,
  Sent,
} from '../../core/ports/notifier.ts';
import { WebhookSender } from '../../net/webhook-sender.ts';
import type { WebhookSenderOptions } from '../../net/webhook-sender.ts';
import { isAwsError } from '../aws/aws-error.ts';

export interface AwsNotifierOptions {
  readonly sns: SNSClient;
  /** Topic that e-mail goes through; each address is a subscription of it. */
  readonly topicArn: string;
  readonly sha256: (text: string) => string;
  /** What of the network is another in a test. */
  readonly network?: Partial<WebhookSenderOptions>;
}

/** Attribute of a message that its one subscription is chosen by. */
const recipientAttribute = 'recipient';

/**
 * `Notifier` of the deployment: webhooks over https to public addresses only; e-mail by Amazon SNS,
 * whose subscriptions their owners confirm, and end by the link in each mail. A subscription lets
 * through what names its own address: one topic serves everybody.
 */
export class AwsNotifier implements Notifier {
  readonly #options: AwsNotifierOptions;
  readonly #sender: WebhookSender;

  constructor(options: AwsNotifierOptions) {
    this.#options = options;
    const reach = 'public addresses';
    this.#sender = new WebhookSender({ allowsHttp: false, reach, ...options.network });
  }

  async webhookRefusal(url: string): Promise<string | undefined> {
    return this.#sender.refusal(url);
  }

  sendWebhook(webhook: OutgoingWebhook): Promise<Sent> {
    return this.#sender.send(webhook);
  }

  async emailRefusal(): Promise<string | undefined> {
    return undefined;
  }

  async subscribe(address: string): Promise<string> {
    const { sns, topicArn } = this.#options;
    const filter = { [recipientAttribute]: [this.#recipient(address)] };
    try {
      const { SubscriptionArn } = await sns.send(
        new SubscribeCommand({
          TopicArn: topicArn,
          Protocol: 'email',
          Endpoint: address,
          Attributes: { FilterPolicy: JSON.stringify(filter) },
          ReturnSubscriptionArn: true,
        }),
      );
      return SubscriptionArn ?? '';
    } catch (error) {
      throw refusalOf(error, address);
    }
  }

  async confirmation(subscription: string): Promise<Confirmation> {
    try {
      const { Attributes = {} } = await this.#options.sns.send(
        new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription }),
      );
      return Attributes['PendingConfirmation'] === 'true' ? 'pending' : 'confirmed';
    } catch (error) {
      if (isAwsError(error, 'NotFoundException', 'NotFound')) return 'gone';
      throw error;
    }
  }

  async unsubscribe(subscription: string): Promise<void> {
    try {
      await this.#options.sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
    } catch (error) {
      // One that is not confirmed cannot be ended: SNS forgets it by itself after two days.
      const codes = ['NotFoundException', 'NotFound', 'InvalidParameterException'];
      if (!isAwsError(error, ...codes)) throw error;
    }
  }

  async sendEmail({ address, subject, text }: OutgoingEmail): Promise<Sent> {
    const { sns, topicArn } = this.#options;
    const attribute = { DataType: 'String', StringValue: this.#recipient(address) };
    const { MessageId } = await sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        Message: text,
        MessageAttributes: { [recipientAttribute]: attribute },
      }),
    );
    return { status: 200, text: `Amazon SNS took it as ${MessageId}` };
  }

  /** The address itself stands in no attribute. */
  #recipient(address: string): string {
    return this.#options.sha256(address);
  }
}

/** What can be done about it where SNS refuses an address. */
function refusalOf(error: unknown, address: string): unknown {
  if (isAwsError(error, 'InvalidParameterException', 'InvalidParameter'))
    return fail('invalidRequest', `'${address}' cannot be written to: ${error.message}`, error);
  const limits = ['FilterPolicyLimitExceededException', 'SubscriptionLimitExceededException'];
  if (isAwsError(error, ...limits, ...limits.map((code) => code.replace('Exception', ''))))
    return fail(
      'invalidRequest',
      'This deployment writes to as many addresses as Amazon SNS lets it (200 filter policies of a topic): delete one, or use a webhook',
      error,
    );
  return error;
}
