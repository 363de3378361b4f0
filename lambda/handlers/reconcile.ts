import { reconcile } from '../../core/training/reconcile.ts';
import { AwsHost } from '../compose.ts';
import { log } from '../log.ts';

let host: AwsHost | undefined;

/** A call of a model that begins within it ends, with what it needs before and after, within the function's four minutes. */
const evaluationMilliseconds = 120_000;

/** Every five minutes, and when an execution ends badly: brings on what lost events and killed workflows left open, and the evaluations. */
export async function handler(): Promise<void> {
  host ??= new AwsHost('reconcile', process.env);
  const began = performance.now();
  const hasTime = () => performance.now() - began < evaluationMilliseconds;
  log('reconciled', { ...(await reconcile(host, hasTime)) });
}
