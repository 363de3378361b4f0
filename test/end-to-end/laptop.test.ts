import { python, startLiveHost, userId } from '../local/live/live-host.ts';
import type { LiveHost } from '../local/live/live-host.ts';
import { Journey } from './journey.ts';

jest.setTimeout(300_000);

/** The same journey runs through the deployed stacks: `npm run test:emulator`. */
test('the whole journey on the laptop host', async () => {
  const host: LiveHost = await startLiveHost();
  try {
    const journey = new Journey({ ...host.server, userId, python });
    for (const { name, run } of journey.steps) {
      await run().catch((cause: unknown) => {
        throw new Error(`${name}: ${(cause as Error).message}`, { cause });
      });
    }
  } finally {
    await host.close();
  }
});
