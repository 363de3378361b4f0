/**
 * What AWS charges for a job, beside what deeptune does: of all its attempts, ours to pay or not.
 * Never mixed with an amount. Integer micro-dollars.
 */
export interface JobCost {
  readonly instanceType: string;
  /** Published on-demand price of the instance type. */
  readonly listPriceMicrosPerHour: number;
  /** One per attempt that the service knows, in their order. */
  readonly attempts: readonly AttemptCost[];
  /** What the wall seconds would cost at the list price. */
  readonly listMicros: number;
  /** What the spot discount took off that; 0 on demand. */
  readonly discountMicros: number;
  /** `listMicros - discountMicros`: what AWS charges. */
  readonly costMicros: number;
  /**
   * `aws`: by what SageMaker said is billable. `as-if`: on a laptop nothing is paid; what the same
   * seconds would cost on the instance type.
   */
  readonly basis: 'aws' | 'as-if';
  /**
   * Attempts of which the service did not say in time what it bills: counted at the list price of
   * their wall seconds, the most that they can cost. Absent: none.
   */
  readonly unreportedAttempts?: number;
}

export interface AttemptCost {
  readonly trainingJobName: string;
  readonly isSpot: boolean;
  /** SageMaker's `TrainingTimeInSeconds`: wall. */
  readonly trainingSeconds: number;
  /** SageMaker's `BillableTimeInSeconds`: of spot, already less by its discount. */
  readonly billableSeconds: number;
}
