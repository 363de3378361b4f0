import { loadavg } from 'node:os';
import { join } from 'node:path';
import { objectKeys } from '../../../../core/records/object-keys.ts';
import type { PhaseTime, StepRecord } from '../records/records.ts';
import type { StreamApp, Trained } from './line.ts';
import { gradedAnswers, round } from './line.ts';

interface Answer {
  readonly steps: readonly Readonly<
    Record<'means' | 'ranpac', PhaseTime & { readonly answers: readonly string[] }>
  >[];
}

/** Class means and RanPAC on the first version's features: they learn all five steps in one go. */
export async function recordFrozen(app: StreamApp, first: Trained): Promise<StepRecord[]> {
  const { plan, seed, laptop, stream, code } = app;
  const scope = { userId: laptop.userId, appId: app.appId };
  const folder = join(laptop.objects, objectKeys.exportPrefix(scope, first.version.id));
  const order = { kind: 'frozen', export: folder, rows: stream.path };
  const { steps } = await laptop.trainer.ask<Answer>(order);
  const endedAt = new Date().toISOString();
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  return (['means', 'ranpac'] as const).flatMap((method) =>
    steps.map((each, index) => {
      const { answers, seconds, workSeconds } = each[method];
      const rows = stream.train.filter(({ step }) => step === index).length;
      return {
        ...{ stream: plan.id, seed, method, step: index + 1, code, endedAt, load },
        phases: { steps: { seconds: round(seconds), workSeconds: round(workSeconds) } },
        trainRows: rows,
        ...gradedAnswers(stream, answers),
      };
    }),
  );
}
