import { JsonService } from '../protocol/json-service.ts';
import { FakeEndpoints } from './sagemaker-endpoints.ts';
import { FakeTrainingJobs } from './sagemaker-jobs.ts';

/** SageMaker's control plane: training jobs and hosting. */
export class FakeSageMaker extends JsonService {
  readonly jobs: FakeTrainingJobs;
  readonly hosting: FakeEndpoints;

  constructor(now: () => number) {
    super('sagemaker', 'SageMaker');
    this.jobs = new FakeTrainingJobs(now);
    this.hosting = new FakeEndpoints();
  }

  protected operations() {
    return { ...this.jobs.operations(), ...this.hosting.operations() };
  }
}
