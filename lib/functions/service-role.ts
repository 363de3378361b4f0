import { Aws } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface ServiceRoleProps {
  /** `sagemaker.amazonaws.com` */
  readonly service: string;
  /** What the service may be acting for when it takes this role; may end in `*`. */
  readonly sourceArn: string;
  readonly description: string;
}

/** A role that a service takes for this account's own resources alone (no confused deputy). */
export class ServiceRole extends Role {
  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id, {
      description: props.description,
      assumedBy: new ServicePrincipal(props.service, {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': props.sourceArn },
        },
      }),
    });
  }
}
