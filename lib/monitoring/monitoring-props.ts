import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Api } from '../api/api.ts';
import type { ServiceFunction } from '../functions/service-function.ts';
import type { Reconciler } from '../recovery/reconciler.ts';
import type { DomainEvents } from '../workflow/domain-events.ts';

export interface MonitoringProps {
  readonly stateMachine: StateMachine;
  readonly api: Api;
  /** Where the service tells what happened. */
  readonly events: DomainEvents;
  /** Every function but the reconciler. */
  readonly functions: readonly ServiceFunction[];
  readonly reconciler: Reconciler;
  readonly deadLetters: Readonly<Record<string, Queue>>;
  readonly encryptionKey: IKey;
  readonly email: string | undefined;
}
