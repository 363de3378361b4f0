import { SecondaryStatus, TrainingJobStatus } from '@aws-sdk/client-sagemaker';
import { readFileSync } from 'node:fs';
import { chargedFor } from '../../../../core/billing/charge/charge.ts';
import { failedEndReason } from '../../../../core/billing/usage/usage-record.ts';
import type { TrainingJob, TrainingJobStatus as Status } from '../../../../core/ports/jobs.ts';
import {
  endByClass,
  endTable,
  endedStatuses,
  failureClasses,
  meanings,
  secondaryStatuses,
} from '../../../../core/job/ends/end-table.ts';
import type { FailureClass, JobEnd } from '../../../../core/job/ends/end-table.ts';
import { failureClassOf } from '../../../../core/job/ends/failure-class.ts';
import { endOf, jobResult } from '../../../../core/job/ends/job-result.ts';
import { maxAttempts } from '../../../../core/job/workflow/limits.ts';
import { whoPaysTable } from './who-pays.ts';

/** A reason of each class, as the service, the trainer or the laptop writes it. */
const reasons: Readonly<Record<FailureClass, string>> = {
  'written-user': 'AlgorithmError: {"code":"no-data","fault":"user","message":"x"}, exit code: 2',
  'written-passing': '{"code":"dataset-object-missing","fault":"platform","message":"x"}',
  'written-final': '{"code":"unexpected-error","fault":"platform","message":"x"}',
  none: '',
  'algorithm-error': 'AlgorithmError: , exit code: 137',
  host: 'the trainer was ended by SIGKILL',
  capacity: 'CapacityError: Unable to provision requested ML compute capacity.',
  'service-error': 'InternalServerError: We encountered an internal error.',
  'host-memory': 'ClientError: Please use an instance type with more memory',
  'client-error': 'ClientError: Data download failed: no such key',
  other: 'A word of next year: nobody knows it',
};

/** Every status, secondary status (one of next year too) and class of failure. */
const all = [...Object.values(TrainingJobStatus), 'Paused'].flatMap((status) =>
  [...Object.values(SecondaryStatus), 'Evicted'].flatMap((secondaryStatus) =>
    failureClasses.map((failureClass) => ({ status, secondaryStatus, failureClass })),
  ),
);

const jobOf = ({ status, secondaryStatus, failureClass }: (typeof all)[number]): TrainingJob => ({
  ...{ trainingJobName: 'ft-x-a1', tags: {}, status: status as Status, secondaryStatus },
  ...(reasons[failureClass] === '' ? {} : { failureReason: reasons[failureClass] }),
});

describe('the table of ends', () => {
  test('knows every word of the service', () => {
    expect([...secondaryStatuses].sort()).toEqual(Object.values(SecondaryStatus).sort());
    const ended = Object.values(TrainingJobStatus).filter((status) => !status.endsWith('ing'));
    expect([...endedStatuses, 'InProgress'].sort()).toEqual(ended.sort());
    for (const failureClass of failureClasses)
      expect(failureClassOf(reasons[failureClass])).toBe(failureClass);
  });

  test('is total: each of all combinations has one end, one meaning and one who pays', () => {
    expect(all).toHaveLength(7 * 18 * failureClasses.length);
    for (const one of all) {
      const { endReason } = meanings[endOf(jobOf(one))];
      expect([...Object.keys(chargedFor), 'review']).toContain(endReason);
    }
  });

  test('what contradicts itself, or is new, is nobody’s charge', () => {
    const isNew = (word: string, known: readonly string[]) => !known.includes(word);
    for (const one of all)
      if (isNew(one.status, endedStatuses) || isNew(one.secondaryStatus, secondaryStatuses))
        expect([one, endOf(jobOf(one))]).toEqual([one, 'unknown']);
    expect(endTable.Completed.Failed).toBe('unknown');
    expect(endTable.Stopped.Completed).toBe('unknown');
    expect(endByClass.other).toBe('unknown');
  });

  test('a customer pays for a failure only where the trainer wrote that it is his', () => {
    for (const one of all.filter(({ status }) => status === 'Failed')) {
      const { endReason } = meanings[endOf(jobOf(one))];
      if (endReason === 'failed-user') expect(one.failureClass).toBe('written-user');
      else expect(['failed-platform', 'review']).toContain(endReason);
    }
  });

  test('an end is settled as the table says: by its outcome and whose fault it is', () => {
    for (const one of all) {
      const job = jobOf(one);
      const { outcome, failure } = jobResult(job, maxAttempts);
      const { endReason } = meanings[endOf(job)];
      if (outcome === 'completed') expect(endReason).toBe('trained');
      else if (outcome === 'stopped') expect(endReason).toBe('stopped');
      else if (failure?.code === 'end-unknown') expect(endReason).toBe('review');
      else expect(endReason).toBe(failedEndReason(failure!.fault));
    }
  });

  test('stands in docs/billing.md as it is', () => {
    const text = readFileSync('docs/billing.md', 'utf8');
    for (const line of whoPaysTable()) expect(text).toContain(line);
    expect(whoPaysTable()).toHaveLength(Object.keys(meanings).length + 2);
  });

  test('has an end for each line of it', () => {
    const reached = new Set(all.map((one) => endOf(jobOf(one))));
    expect([...reached].sort()).toEqual((Object.keys(meanings) as JobEnd[]).sort());
  });
});
