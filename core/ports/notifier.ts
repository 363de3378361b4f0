/** A webhook as it goes out: one POST. */
export interface OutgoingWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An e-mail as it goes out. */
export interface OutgoingEmail {
  /** What `subscribe` answered for its address. */
  readonly subscription: string;
  readonly address: string;
  /** At most 100 printable ASCII characters. */
  readonly subject: string;
  readonly text: string;
}

/** What came of it: an answer, or the reason why there is none (a sentence for its owner). */
export type Sent =
  | {
      readonly status: number;
      /** The first characters of the answer, at most `maxAnswerCharacters`. */
      readonly text: string;
      /** `Retry-After` of the answer, in seconds. */
      readonly retryAfterSeconds?: number;
    }
  | {
      readonly problem: string;
      /** The recipient does not want any more of it: there is nothing to try again. */
      readonly isGone?: true;
    };

export const maxAnswerCharacters = 500;
/** How long a receiver may take for its answer. */
export const webhookMilliseconds = 15_000;

/** `pending`: its owner has not confirmed it yet. `gone`: it was never confirmed, or was ended. */
export type Confirmation = 'pending' | 'confirmed' | 'gone';

/**
 * Carries messages out of the host to where a user wants them. The address comes from a stranger:
 * an adapter sends only where its host may reach, follows no redirect, and bounds size and time.
 */
export interface Notifier {
  /**
   * Why nothing can be sent there from this host, without asking the network; undefined: it may be
   * tried. A name is looked up and judged again at each `sendWebhook`.
   */
  webhookRefusal(url: string): Promise<string | undefined>;
  /** Never throws for what the address or the network does. */
  sendWebhook(webhook: OutgoingWebhook): Promise<Sent>;
  /** Why this host sends no e-mail; undefined: it does. */
  emailRefusal(): Promise<string | undefined>;
  /**
   * Asks the owner of an address whether he wants to be written to; asked again for the same
   * address it answers the same.
   * @returns the name of the subscription
   * @throws DeeptuneError invalid-request where the address cannot be written to
   */
  subscribe(address: string): Promise<string>;
  confirmation(subscription: string): Promise<Confirmation>;
  /** No error where it is gone already. */
  unsubscribe(subscription: string): Promise<void>;
  /**
   * To confirmed subscriptions only; accepted is not delivered.
   * @throws Error where the service that carries it fails: then it is tried again
   */
  sendEmail(email: OutgoingEmail): Promise<Sent>;
}
