import { reconcile } from '../../core/training/reconcile.ts';
import { AwsHost } from '../compose.ts';
import { log } from '../log.ts';

let host: AwsHost | undefined;

/** Every five minutes, and when an execution ends badly: brings on what lost events and killed workflows left open. */
export async function handler(): Promise<void> {
  host ??= new AwsHost('reconcile', process.env);
  const { looked, repaired } = await reconcile(host);
  log('reconciled', { looked, repaired });
}
