import { writeFileSync } from 'node:fs';
import { birthOf } from '../../../local/python/process-identity.ts';
import { ended } from '../../contract/jobs.contract.ts';
import { eventually } from '../../contract/wait.ts';
import { jobName, JobsBench } from './jobs-bench.ts';

/** Trainers that hang, and records that are torn. */
let bench: JobsBench;
beforeEach(() => {
  bench = new JobsBench();
});
afterEach(() => bench.dispose());

test('a trainer that hangs is ended, as one that crashed', async () => {
  const jobs = bench.serve({ maxSilentSeconds: 0.6 });
  await jobs.start(bench.specOf('hangs'));

  expect(await ended(jobs, jobName)).toMatchObject({
    status: 'Failed',
    secondaryStatus: 'Failed',
    failureReason: expect.stringMatching(/no progress for 0.6 s and was ended/),
  });
});

test('one that works, however slowly it prints, is not', async () => {
  const jobs = bench.serve({ maxSilentSeconds: 0.6 });
  await jobs.start(bench.specOf('plods'));

  expect(await ended(jobs, jobName)).toMatchObject({ status: 'Completed' });
});

test.each(['', '{"spec":{"trainingJ', 'null', '[', '5'])(
  'job.json that holds %j: the job is interrupted, its process ended, and the next host starts',
  async (content) => {
    const first = bench.serve();
    await first.start(bench.specOf('deaf'));
    const pid = await eventually('its process', () => first.pidOf(jobName));
    first.close();
    const other = jobName.replace('a1', 'a2');
    await bench.serve().start(bench.specOf('succeeds', { trainingJobName: other }));
    writeFileSync(bench.filesOf().path('job.json'), content);
    const told: string[] = [];
    const second = bench.serve({ onEnded: (name) => void told.push(name) });
    await second.resume();

    expect(await ended(second, jobName)).toMatchObject({
      status: 'Failed',
      secondaryStatus: 'Interrupted',
      failureReason: expect.stringMatching(/job\.json, cannot be read/),
      tags: {},
    });
    await eventually('that both are told of', () => (told.length === 2 ? told : undefined));
    expect(birthOf(pid)).toBeUndefined();
    expect(await ended(second, other)).toMatchObject({ status: 'Completed' });
  },
);

test.each(['process.json', 'exit.json', 'stop.json'])(
  'a torn %s ends the job, and no other',
  async (name) => {
    const first = bench.serve();
    await first.start(bench.specOf('succeeds'));
    await ended(first, jobName);
    first.close();
    writeFileSync(bench.filesOf().path(name), '{');
    const second = bench.serve();
    await second.resume();

    // The runner may still be about to end itself.
    expect(['Completed', 'Failed', 'Stopped']).toContain((await ended(second, jobName)).status);
  },
);

test('what a trainer says of this machine is told in the words of a container', async () => {
  const jobs = bench.serve();
  await jobs.start(bench.specOf('tells'));

  const { failureReason } = await ended(jobs, jobName);
  const { lines } = await jobs.logs(jobName);

  expect(failureReason).toContain('/opt/ml/input and /opt/ml/code/train.sh');
  expect(lines).toContain('saw /opt/ml/input by /opt/ml/code/train.sh');
  expect(failureReason + lines.join()).not.toContain(bench.folder);
});
