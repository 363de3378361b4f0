import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { isError } from '../../../core/errors.ts';
import { layOutJob } from '../../../local/jobs/job-folder.ts';
import { birthOf } from '../../../local/python/process-identity.ts';
import { writeJson } from '../../../local/file-system.ts';
import { allLogs, describeTrainingJobs, ended, running } from '../../contract/jobs.contract.ts';
import { eventually, rejection } from '../../contract/wait.ts';
import { failureReason, jobName, JobsBench } from './jobs-bench.ts';

describeTrainingJobs('child processes', async () => {
  const bench = new JobsBench();
  return {
    port: bench.serve(),
    specOf: (trainingJobName, behaviour) => bench.specOf(behaviour, { trainingJobName }),
    failureReason,
    logLine: 'hello from the trainer',
    cleanup: async () => bench.dispose([jobName, jobName.replace('-a1', '-a2')]),
  };
});

describe('ProcessTrainingJobs', () => {
  let bench: JobsBench;
  beforeEach(() => {
    bench = new JobsBench();
  });
  afterEach(() => bench.dispose());
  const put = (key: string, text: string): Promise<unknown> =>
    bench.objects.put(key, Buffer.from(text));
  const gone = (): true | undefined => (existsSync(bench.filesOf().folder) ? undefined : true);

  describe('the container', () => {
    test('sees its hyperparameters and its channels, without a copy of their bytes', async () => {
      await put('train/job.json', '{}');
      await put('train/deep/er/manifest.jsonl', 'rows');
      for (const name of ['aa', 'bb', 'cc']) await put(`objects/${name}`, name);
      await put(
        'manifest.json',
        JSON.stringify([{ prefix: bench.objects.uri('objects/') }, 'aa', 'cc']),
      );
      const jobs = bench.serve();

      await jobs.start(
        bench.specOf('succeeds', {
          channels: [
            { name: 'train', prefix: 'train/' },
            { name: 'objects', prefix: 'objects/', manifestKey: 'manifest.json' },
          ],
        }),
      );
      await ended(jobs, jobName);

      const files = bench.filesOf();
      const read = (...names: string[]): string => readFileSync(files.path(...names), 'utf8');
      expect(JSON.parse(read('input', 'config', 'hyperparameters.json'))).toEqual({
        behaviour: '"succeeds"',
      });
      expect(JSON.parse(read('input', 'config', 'resourceconfig.json'))).toMatchObject({
        current_host: 'algo-1',
      });
      expect(read('input', 'data', 'train', 'deep', 'er', 'manifest.jsonl')).toBe('rows');
      expect(readdirSync(files.path('input', 'data', 'objects'))).toEqual(['aa', 'cc']);
      const [here, there] = [
        files.path('input', 'data', 'objects', 'aa'),
        bench.objects.pathOf('objects/aa'),
      ];
      expect(statSync(here).ino).toBe(statSync(there).ino);
    });

    test('what it saves in checkpoints is an object at once, and its model is packed at the end', async () => {
      const jobs = bench.serve();
      await jobs.start(bench.specOf('runs'));

      await eventually('the checkpoint', () => bench.objects.head('v1/checkpoints/step'));
      expect(lstatSync(bench.filesOf().path('checkpoints')).isSymbolicLink()).toBe(true);
      await jobs.stop(jobName);
      await ended(jobs, jobName);

      expect(await bench.objects.get('v1/checkpoints/saved')).toEqual(Buffer.from('saved\n'));
      const other = { trainingJobName: jobName.replace('a1', 'a2') };
      await jobs.start(bench.specOf('succeeds', other));
      await ended(jobs, other.trainingJobName);
      const archive = bench.objects.pathOf(
        `v1/output/${other.trainingJobName}/output/model.tar.gz`,
      );
      expect(execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' })).toContain('./weights');
    });

    test('its helpers end with it', async () => {
      const jobs = bench.serve();
      await jobs.start(bench.specOf('leaves'));
      await ended(jobs, jobName);

      const helper = /helper (\d+)/.exec((await allLogs(jobs, jobName)).join('\n'))?.[1];
      await eventually('the end of the helper', () =>
        birthOf(Number(helper)) === undefined ? true : undefined,
      );
    });

    test('it is told what it is given, and none of the secrets of the server', async () => {
      process.env['DEEPTUNE_TEST_SECRET'] = 'secret';
      const jobs = bench.serve({ environment: { GIVEN: 'yes' } });
      await jobs.start(bench.specOf('shows'));
      await ended(jobs, jobName);
      delete process.env['DEEPTUNE_TEST_SECRET'];

      const lines = await allLogs(jobs, jobName);
      expect(lines).toContain('GIVEN=yes');
      expect(lines).toContain(`TRAINING_JOB_NAME=${jobName}`);
      expect(lines.join()).not.toContain('secret');
    });
  });

  describe('ends', () => {
    test.each([
      ['silent', 'exit code 3'],
      ['verbose', 'x'.repeat(1_024)],
    ])('a trainer that is %s', async (behaviour, reason) => {
      const jobs = bench.serve();
      await jobs.start(bench.specOf(behaviour));

      expect(await ended(jobs, jobName)).toMatchObject({ status: 'Failed', failureReason: reason });
    });

    test('a Python that does not exist is Failed, saying so', async () => {
      const jobs = bench.serve({ python: '/nowhere/python' });
      await jobs.start(bench.specOf('succeeds'));

      const job = await ended(jobs, jobName);

      expect(job.status).toBe('Failed');
      expect(job.failureReason).toContain('/nowhere/python');
    });

    test('processes that vanish without a record are Interrupted, and what they saved is kept', async () => {
      const told: string[] = [];
      const jobs = bench.serve({ onEnded: (name) => void told.push(name) });
      await jobs.start(bench.specOf('runs'));
      await eventually('the checkpoint', () => bench.objects.head('v1/checkpoints/step'));

      process.kill(-(jobs.pidOf(jobName) ?? 0), 'SIGKILL');

      const job = await ended(jobs, jobName);
      expect(job).toMatchObject({ status: 'Failed', secondaryStatus: 'Interrupted' });
      expect(job.billableSeconds).toBeGreaterThanOrEqual(1);
      await eventually('the news', () => (told.length > 0 ? true : undefined));
      expect(await jobs.describe(jobName)).toEqual(job);
      expect(await bench.objects.head('v1/checkpoints/step')).toBeDefined();
    });

    test('a runner killed alone takes its trainer along', async () => {
      const jobs = bench.serve();
      await jobs.start(bench.specOf('deaf'));
      await running(jobs, jobName);
      const runner = jobs.pidOf(jobName) ?? 0;
      const children = (): string => {
        try {
          return execFileSync('pgrep', ['-g', String(runner)], { encoding: 'utf8' });
        } catch {
          return '';
        }
      };
      await eventually('the trainer', () => (children().trim().includes('\n') ? true : undefined));

      process.kill(runner, 'SIGKILL');

      expect((await ended(jobs, jobName)).secondaryStatus).toBe('Interrupted');
      await eventually('the end of the group', () => (children() === '' ? true : undefined));
    });

    test('a stranger that was given the number of a dead job is neither believed nor killed', async () => {
      const files = bench.filesOf();
      await layOutJob(files, bench.specOf('runs'), bench.objects);
      files.writeJob({ spec: bench.specOf('runs') });
      writeJson(files.logPath, '');
      writeJson(files.processPath, { pid: process.pid, birth: 'long ago', startedAt: bench.now() });

      const job = await bench.serve().describe(jobName);

      expect(job).toMatchObject({ status: 'Failed', secondaryStatus: 'Interrupted' });
    });
  });

  describe('stopping', () => {
    test('a trainer that listens saves and ends by itself, within the grace', async () => {
      const jobs = bench.serve();
      await jobs.start(bench.specOf('runs'));
      await eventually('the checkpoint', () => bench.objects.head('v1/checkpoints/step'));

      await jobs.stop(jobName);
      expect((await jobs.describe(jobName))?.status).toMatch(/^Stopp(ing|ed)$/);

      expect(await ended(jobs, jobName)).toMatchObject({
        status: 'Stopped',
        secondaryStatus: 'Stopped',
      });
      expect(await bench.objects.head('v1/checkpoints/saved')).toBeDefined();
    });

    test('a trainer that does not listen is killed after the grace', async () => {
      const jobs = bench.serve({ graceSeconds: 0.3 });
      await jobs.start(bench.specOf('deaf'));
      await eventually('the checkpoint', () => bench.objects.head('v1/checkpoints/step'));
      const before = performance.now();

      await jobs.stop(jobName);

      expect((await ended(jobs, jobName)).status).toBe('Stopped');
      expect(performance.now() - before).toBeGreaterThan(290);
    });

    test.each(['runs', 'deaf'])(
      'time is up for a trainer that %s, also without a server',
      async (behaviour) => {
        const first = bench.serve({ graceSeconds: 0.1 });
        await first.start(bench.specOf(behaviour, { maxRuntimeSeconds: 1 }));
        first.close();
        await eventually('its end', () => bench.filesOf().readExit());

        const job = await ended(bench.serve(), jobName);

        expect(job).toMatchObject({ status: 'Stopped', secondaryStatus: 'MaxRuntimeExceeded' });
        expect(job.billableSeconds).toBe(2);
      },
    );

    test('a stop before the runner has begun: the trainer never starts', async () => {
      const spec = bench.specOf('succeeds');
      const files = bench.filesOf();
      await layOutJob(files, spec, bench.objects);
      files.writeJob({ spec });
      const jobs = bench.serve();
      await jobs.stop(jobName);

      await jobs.resume();

      expect((await ended(jobs, jobName)).status).toBe('Stopped');
      expect(await allLogs(jobs, jobName)).toEqual([]);
    });
  });

  describe('a new server', () => {
    test('finds a running job, is told of its end, and tells nobody again', async () => {
      const told: string[] = [];
      const onEnded = (name: string): void => void told.push(name);
      const first = bench.serve({ onEnded });
      await first.start(bench.specOf('runs'));
      const before = await running(first, jobName);
      first.close();

      const second = bench.serve({ onEnded });
      expect(await second.describe(jobName)).toEqual(before);
      expect(await second.start(bench.specOf('runs'))).toBe('adopted');
      await second.resume();
      await second.stop(jobName);
      await eventually('the news', () => (bench.filesOf().isTold ? true : undefined));
      second.close();
      await bench.serve({ onEnded }).resume();

      expect(told).toEqual([jobName]);
    });

    test('is told of a job that ended while no server ran', async () => {
      const first = bench.serve();
      await first.start(bench.specOf('succeeds'));
      first.close();
      await eventually('its end', () => bench.filesOf().readExit());
      const told: string[] = [];

      await bench.serve({ onEnded: (name) => void told.push(name) }).resume();

      await eventually('the news', () => (told.length > 0 ? true : undefined));
      expect(told).toEqual([jobName]);
    });

    test('tells again while nobody could take it in', async () => {
      let calls = 0;
      const onEnded = async (): Promise<void> => {
        calls += 1;
        if (calls === 1) throw new Error('busy');
      };
      await bench.serve({ onEnded }).start(bench.specOf('succeeds'));

      await eventually('the news', () => (bench.filesOf().isTold ? true : undefined));
      expect(calls).toBe(2);
    });

    test('starts a job that was recorded and never launched; twice launched, it runs once', async () => {
      const spec = bench.specOf('succeeds');
      const files = bench.filesOf();
      await layOutJob(files, spec, bench.objects);
      files.writeJob({ spec });
      const [one, two] = [bench.serve(), bench.serve()];

      await Promise.all([one.resume(), two.start(spec)]);

      expect((await ended(one, jobName)).status).toBe('Completed');
      expect(await allLogs(one, jobName)).toEqual(['hello from the trainer']);
    });

    test('lays out anew what was cut off before the job was recorded', async () => {
      await layOutJob(bench.filesOf(), bench.specOf('succeeds'), bench.objects);
      const jobs = bench.serve();

      expect(await jobs.describe(jobName)).toBeUndefined();
      expect(await jobs.start(bench.specOf('succeeds'))).toBe('started');
      expect((await ended(jobs, jobName)).status).toBe('Completed');
    });

    test('repeats a stop that was recorded and never sent', async () => {
      const first = bench.serve();
      await first.start(bench.specOf('runs'));
      await eventually('the checkpoint', () => bench.objects.head('v1/checkpoints/step'));
      first.close();
      bench.filesOf().requestStop('StopRequested');

      const second = bench.serve();
      await second.resume();

      expect((await ended(second, jobName)).status).toBe('Stopped');
    });
  });

  describe('refuses', () => {
    test.each(['../x', 'a/b', '', '.', '-a', 'a_b', 'a'.repeat(64)])(
      'the job name %j',
      async (name) => {
        const jobs = bench.serve();
        const error = await rejection(
          jobs.start(bench.specOf('succeeds', { trainingJobName: name })),
        );

        expect(isError(error, 'invalidRequest')).toBe(true);
        expect(await jobs.describe(name)).toBeUndefined();
      },
    );

    const withManifest = (manifest: unknown): Promise<unknown> =>
      put('m.json', JSON.stringify(manifest)).then(() =>
        rejection(
          bench.serve().start(
            bench.specOf('succeeds', {
              channels: [{ name: 'objects', prefix: 'objects/', manifestKey: 'm.json' }],
            }),
          ),
        ),
      );

    test('a manifest of another prefix, of names that leave it, or of objects that are not there', async () => {
      const prefix = bench.objects.uri('objects/');
      await put('secret', 'x');

      expect(
        isError(await withManifest([{ prefix: 'file:///etc/' }, 'passwd']), 'invalidRequest'),
      ).toBe(true);
      expect(isError(await withManifest({ prefix }), 'invalidRequest')).toBe(true);
      expect(isError(await withManifest([{ prefix }, '../secret']), 'invalidRequest')).toBe(true);
      expect(isError(await withManifest([{ prefix }, 'absent']), 'doesNotExist')).toBe(true);
      expect(await bench.serve().describe(jobName)).toBeUndefined();
      expect(gone()).toBeUndefined();
    });
  });
});
