import { roundToThousandth } from '../../../estimate/round-to-thousandth.ts';
import type { BesideBaseline, ReportedJob } from '../../../estimate/report/beside-baselines.ts';
import type { BlockGrade, EstimatorReport } from '../../../estimate/report/report.ts';
import { summaryOf } from '../../../estimate/report/summary.ts';
import type {
  EstimatedJob,
  EstimatorBaseline,
  EstimatorBlock,
  EstimatorReport as ReportMessage,
} from '../../wire/messages.ts';

/** The report as it is answered, with its figures in words. */
export function reportToWire(report: EstimatorReport): ReportMessage {
  const { overTime, baselines, jobs, ...same } = report;
  return {
    summary: [...summaryOf(report)],
    ...same,
    overTime: overTime.map(blockToWire),
    baselines: baselines.map(baselineToWire),
    jobs: jobs.map(jobToWire),
  };
}

function blockToWire({ firstEndedAt, lastEndedAt, ...grade }: BlockGrade): EstimatorBlock {
  return { first_ended_at: firstEndedAt, last_ended_at: lastEndedAt, ...grade };
}

function baselineToWire({ name, ...beside }: BesideBaseline): EstimatorBaseline {
  return { name, ...beside };
}

function jobToWire({ job, baselines }: ReportedJob): EstimatedJob {
  const { promised, planned } = job;
  return {
    ...{ id: job.jobId, kind: planned.kind, app_id: job.appId, model_id: job.modelId },
    model_version_id: job.versionId,
    ...{ model_type_id: planned.modelTypeId, template_id: planned.templateId },
    ...{ instanceType: job.instanceType, device: job.deviceId },
    ...{ promised_at: promised.madeAt, ended_at: job.endedAt },
    ...{ evidence: promised.evidence, jobCount: promised.jobCount },
    ...{ inputCount: job.inputCount, epochs: job.epochs },
    ...{ promisedSeconds: promised.seconds, seconds: job.seconds },
    ...{ promisedAmountMicros: promised.amountMicros, amountMicros: job.amountMicros },
    ...secondsOf('formulaSeconds', baselines.formula),
    ...secondsOf('formulaRefittedSeconds', baselines['formula-refitted']),
    ...secondsOf('linearSeconds', baselines.linear),
  };
}

function secondsOf<Name extends string>(
  name: Name,
  seconds: number | undefined,
): Partial<Record<Name, number>> {
  if (seconds === undefined) return {};
  return { [name]: roundToThousandth(seconds) } as Record<Name, number>;
}
