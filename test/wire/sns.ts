import { QueryService } from './protocol/query-service.ts';
import { WireError } from './protocol/wire.ts';

/** A subscription by e-mail. */
export interface FakeSubscription {
  readonly arn: string;
  readonly endpoint: string;
  readonly filterPolicy: string;
  isConfirmed: boolean;
}

/** One mail, to whom it went. */
export interface FakeMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A topic with its subscriptions by e-mail; its mails lie in `mails`. */
export class FakeSns extends QueryService {
  readonly subscriptions: FakeSubscription[] = [];
  readonly mails: FakeMail[] = [];
  /** Most filter policies that a topic takes. */
  maxFilterPolicies = 200;
  #made = 0;

  constructor() {
    super('sns');
  }

  /** As its owner does it, by the link in the first mail. */
  confirm(endpoint: string): void {
    const found = this.subscriptions.find((each) => each.endpoint === endpoint);
    if (!found) throw new Error(`nobody asked ${endpoint}`);
    found.isConfirmed = true;
  }

  /** As its owner does it, by the link in each mail, or SNS with what was never confirmed. */
  forget(endpoint: string): void {
    const at = this.subscriptions.findIndex((each) => each.endpoint === endpoint);
    if (at >= 0) this.subscriptions.splice(at, 1);
  }

  protected operations() {
    return {
      Subscribe: (input: URLSearchParams) => this.#subscribe(input),
      GetSubscriptionAttributes: (input: URLSearchParams) => this.#attributes(input),
      Unsubscribe: (input: URLSearchParams) => this.#unsubscribe(input),
      Publish: (input: URLSearchParams) => this.#publish(input),
    };
  }

  #subscribe(input: URLSearchParams) {
    const [endpoint, topic] = [input.get('Endpoint') ?? '', input.get('TopicArn') ?? ''];
    const filterPolicy = input.get('Attributes.entry.1.value') ?? '';
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(endpoint))
      throw new WireError('InvalidParameter', 'Invalid parameter: Email address');
    const there = this.subscriptions.find((each) => each.endpoint === endpoint);
    if (there && there.filterPolicy !== filterPolicy)
      throw new WireError(
        'InvalidParameter',
        'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
      );
    if (there) return { SubscriptionArn: there.arn };
    if (this.subscriptions.length >= this.maxFilterPolicies)
      throw new WireError('FilterPolicyLimitExceeded', 'Filter policy limit exceeded', 403);
    this.#made += 1;
    const arn = `${topic}:00000000-0000-0000-0000-${String(this.#made).padStart(12, '0')}`;
    this.subscriptions.push({ arn, endpoint, filterPolicy, isConfirmed: false });
    return { SubscriptionArn: arn };
  }

  #attributes(input: URLSearchParams) {
    const { isConfirmed, filterPolicy } = this.#named(input);
    const entry = [
      { key: 'PendingConfirmation', value: String(!isConfirmed) },
      { key: 'FilterPolicy', value: filterPolicy },
    ];
    return { Attributes: { entry } };
  }

  #unsubscribe(input: URLSearchParams) {
    const { endpoint, isConfirmed } = this.#named(input);
    if (!isConfirmed)
      throw new WireError('InvalidParameter', 'Invalid parameter: pending confirmation');
    this.forget(endpoint);
    return {};
  }

  #named(input: URLSearchParams): FakeSubscription {
    const arn = input.get('SubscriptionArn');
    const found = this.subscriptions.find((each) => each.arn === arn);
    if (found) return found;
    throw new WireError('NotFound', 'Subscription does not exist', 404);
  }

  /** To each confirmed subscription whose filter policy lets it through. */
  #publish(input: URLSearchParams) {
    const name = input.get('MessageAttributes.entry.1.Name') ?? '';
    const value = input.get('MessageAttributes.entry.1.Value.StringValue');
    for (const { endpoint, isConfirmed, filterPolicy } of this.subscriptions) {
      const wanted = (JSON.parse(filterPolicy) as Record<string, unknown[]>)[name] ?? [];
      if (!isConfirmed || !wanted.includes(value)) continue;
      const [subject, text] = [input.get('Subject') ?? '', input.get('Message') ?? ''];
      this.mails.push({ to: endpoint, subject, text });
    }
    return { MessageId: `message-${input.get('Subject')}` };
  }
}
