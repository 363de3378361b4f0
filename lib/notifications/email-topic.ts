import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { addWithWildcards } from '../acknowledge.ts';
import type { Variables } from '../configuration/variables.ts';
import { allow, allowWithoutResource } from '../statement.ts';
import type { Storage } from '../storage/storage.ts';

/**
 * What notifications by e-mail go through: each address that a user names is a subscription, which
 * its owner confirms and ends, and whose filter policy lets through what is for him.
 */
export class EmailTopic extends Topic {
  readonly #storage: Storage;

  constructor(scope: Construct, id: string, { storage }: { readonly storage: Storage }) {
    super(scope, id, {
      displayName: Stack.of(scope).stackName,
      masterKey: storage.key,
      enforceSSL: true,
    });
    this.#storage = storage;
  }

  /** Asks addresses whether they want mail, and sends it. */
  grantManage(role: Role): Variables<'EMAIL_TOPIC_ARN'> {
    role.addToPolicy(allow(['sns:Subscribe'], [this.topicArn]));
    addWithWildcards(
      role,
      allowWithoutResource(['sns:Unsubscribe']),
      'SNS knows no resource type for what is done to a subscription.',
    );
    return this.grantSend(role);
  }

  /** Sends mail to whoever confirmed. */
  grantSend(role: Role): Variables<'EMAIL_TOPIC_ARN'> {
    role.addToPolicy(allow(['sns:Publish'], [this.topicArn]));
    addWithWildcards(
      role,
      allowWithoutResource(['sns:GetSubscriptionAttributes']),
      'SNS knows no resource type for what is asked of a subscription.',
    );
    this.#storage.permitKey(role, 'sns', ['kms:Decrypt', 'kms:GenerateDataKey']);
    return { EMAIL_TOPIC_ARN: this.topicArn };
  }
}
