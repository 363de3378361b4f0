import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allow } from '../statement.ts';
import type { Variables } from '../configuration/variables.ts';

/**
 * The bus on which the service tells others what happened: `model-version.trained` and its like.
 */
export class DomainEvents extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      description: 'deeptune: what happened to model versions',
    });
  }

  grantPublish(role: Role): Variables<'BUS_NAME'> {
    role.addToPolicy(allow(['events:PutEvents'], [this.bus.eventBusArn]));
    return this.variables;
  }

  /** For a function whose contract names the bus though it publishes nothing. */
  get variables(): Variables<'BUS_NAME'> {
    return { BUS_NAME: this.bus.eventBusName };
  }
}
