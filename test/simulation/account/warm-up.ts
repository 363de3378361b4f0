import { AwsHost } from '../../../lambda/compose.ts';
import { variables } from '../../lambda/account.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

let warmed: Promise<void> | undefined;

/**
 * Once in a process: each client of the SDK has read what it reads from files and loaded what it
 * loads late. From then on nothing waits for this machine, only for the world's own clock.
 */
export function warmUp(): Promise<void> {
  warmed ??= useAll();
  return warmed;
}

async function useAll(): Promise<void> {
  const host = new AwsHost('api', variables, fakeClients(new FakeAws()));
  const name = 'warm-up';
  await host.table.get({ pk: name, sk: name });
  await host.objects.put(name, Buffer.from(name), { ifAbsent: true });
  await host.objects.get(name);
  await host.objects.list(`${name}/`);
  await host.jobs.describe(name);
  await host.workflow.describe(name);
  await host.schedules.list(name);
  await host.events.publish({ type: 'schedule.skipped', at: host.now(), detail: {} });
  await host.notifier.subscribe('warm-up@example.com');
  await host.predictor.release(name);
}
