import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

export interface AlarmTopicProps {
  readonly encryptionKey: IKey;
  readonly email: string | undefined;
}

/** Where alarms go: this account's CloudWatch may publish, over TLS. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { encryptionKey, email }: AlarmTopicProps) {
    super(scope, id, {
      displayName: `${Stack.of(scope).stackName} alarms`,
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (email) this.addSubscription(new EmailSubscription(email));
  }
}
