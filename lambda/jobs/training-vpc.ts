/** The network that training jobs run in. */
export interface TrainingVpc {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Variable `TRAINING_VPC` as the stack sets it: `none`, or the two lists as JSON. */
export function readTrainingVpc(text: string): TrainingVpc | undefined {
  return text === 'none' ? undefined : (JSON.parse(text) as TrainingVpc);
}
