import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../lambda/environment.ts';
import { ensurePython } from '../../local/python/python-environment.ts';
import { readSettings } from '../../local/settings.ts';

describe('settings of the laptop host', () => {
  test('have defaults', () => {
    expect(readSettings({})).toMatchObject({
      port: 8420,
      userId: 'local',
      settings: { microsPerHour: 4_000_000, accelerator: 'cpu' },
    });
  });

  test.each(['ten', '-1', '1.5', ''])('a rate of %j is refused with its name', (value) => {
    const read = () => readSettings({ DEEPTUNE_RATE_MICROS_PER_HOUR: value });

    expect(read).toThrow(`DEEPTUNE_RATE_MICROS_PER_HOUR is '${value}' but must be a whole number`);
  });

  test('gRPC has TLS with both files, and none without', () => {
    const both = { DEEPTUNE_GRPC_CERTIFICATE: '/c.pem', DEEPTUNE_GRPC_KEY: '/k.pem' };

    expect(readSettings({}).grpc).toEqual({ port: 8421 });
    expect(readSettings(both).grpc?.tls).toEqual({ certificate: '/c.pem', key: '/k.pem' });
    expect(() => readSettings({ DEEPTUNE_GRPC_KEY: '/k.pem' })).toThrow('TLS needs both');
  });

  test('trainings run on the best device, or the one that is named', () => {
    const device = (value: string) => readSettings({ DEEPTUNE_DEVICE: value }).device;

    expect(readSettings({}).device).toBeUndefined();
    expect(device('mps')).toBe('mps');
    expect(() => device('gpu')).toThrow("DEEPTUNE_DEVICE is 'gpu' but must be one of cuda, mps");
  });

  test('nothing stands in for a base model unless that is asked for', () => {
    const standIns = (value: string) =>
      readSettings({ DEEPTUNE_STAND_INS: value }).settings.usesStandIns;

    expect(readSettings({}).settings.usesStandIns).toBe(false);
    expect(standIns('1')).toBe(true);
    expect(() => standIns('yes')).toThrow("DEEPTUNE_STAND_INS is 'yes' but must be 1 (yes)");
  });

  test('hosts to fetch from are none, or those that are named', () => {
    const hosts = (value: string) => readSettings({ DEEPTUNE_FETCH_HOSTS: value }).fetchHosts;

    expect(readSettings({}).fetchHosts).toEqual([]);
    expect(hosts('a.example, *.b.example:8443')).toEqual([
      { host: 'a.example' },
      { host: '*.b.example', port: 8443 },
    ]);
    expect(() => hosts('http://a.example')).toThrow(/^DEEPTUNE_FETCH_HOSTS: 'http:\/\/a/);
  });
});

describe('Python environment', () => {
  test('without Python it says what to install', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deeptune-python-'));
    const before = process.env['DEEPTUNE_PYTHON'];
    process.env['DEEPTUNE_PYTHON'] = join(folder, 'no-python-here');

    const made = ensurePython(
      join(__dirname, '..', '..', 'test', 'local', 'python'),
      () => undefined,
    );

    await expect(made).rejects.toThrow(/Python 3\.11 or 3\.12.*Install it/s);
    if (before === undefined) delete process.env['DEEPTUNE_PYTHON'];
    else process.env['DEEPTUNE_PYTHON'] = before;
    rmSync(folder, { recursive: true });
  });
});

describe('environment contract of the Lambdas', () => {
  test('each missing variable is named', () => {
    expect(() => readEnvironment('admit', { TABLE_NAME: 't' })).toThrow(
      /admit: environment variables missing: BUCKET_NAME, KMS_KEY_ARN/,
    );
  });

  test('a handler sees its own variables only', () => {
    expect(readEnvironment('authorizer', { TABLE_NAME: 't', BUCKET_NAME: 'b' })).toEqual({
      TABLE_NAME: 't',
    });
  });
});
