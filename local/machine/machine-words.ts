import { counted } from '../../core/words.ts';
import type { Calibration, MachineFile } from './machine-file.ts';
import type { Measured } from './measured.ts';

/** From here on a person should know that a calibration was made in company. */
const busyShare = 0.1;

/** One line of what a calibration found. */
export function calibratedText({ identity, measured, measuredAt }: Calibration): string {
  const { fp32 } = measured.device.operationsPerSecond;
  const networks = Object.keys(measured.device.timedNetworks).length;
  return (
    `this machine is calibrated: ${identity.name}, ${giga(fp32)} GFLOP/s, ${counted(networks, 'network')} timed` +
    ` in ${measured.seconds.toFixed(0)} s at ${measuredAt}${busyText(measured)}${skippedText(measured)}`
  );
}

/** What is known of this machine, as one line. */
export function machineText(file: MachineFile): string {
  const calibration = file.read();
  if (calibration) return calibratedText(calibration);
  const changes = file.changes();
  const why = changes.length > 0 ? `; it was, but ${changes.join('; ')}` : '';
  return `this machine is not calibrated yet${why}: forecasts are rough until then`;
}

function busyText({ busy }: Measured): string {
  if (busy === null || busy < busyShare) return '';
  return `, while others used ${Math.round(busy * 100)} % of it`;
}

function skippedText({ skipped }: Measured): string {
  const reasons = Object.entries(skipped).map(([name, reason]) => `${name} (${reason})`);
  return reasons.length === 0 ? '' : `; not timed: ${reasons.join(', ')}`;
}

/** Everything that a calibration found, as a table. */
export function calibrationTable(calibration: Calibration): string {
  const { device, convolutionOperationsPerSecond } = calibration.measured;
  const { fp32, bf16 } = device.operationsPerSecond;
  const rates: [string, string][] = [
    ['products of matrices', `${giga(fp32)} GFLOP/s`],
    ...(bf16 === undefined ? [] : [['  in bf16', `${giga(bf16)} GFLOP/s`] as [string, string]]),
    ['convolutions', `${giga(convolutionOperationsPerSecond)} GFLOP/s`],
    ['memory', `${giga(device.bytesPerSecond)} GB/s`],
    ['disk, durably', `${mega(device.diskBytesPerSecond)} MB/s`],
    ['starting an operator', `${(device.secondsPerLayer * 1e6).toFixed(1)} us`],
    ['reading a small picture', `${milli(device.secondsPerRead)} ms`],
    ['decoding pictures', `${mega(device.decodedPixelsPerSecond)} megapixels/s`],
    ['cutting texts into tokens', `${mega(device.tokenizedCharactersPerSecond)} M characters/s`],
    ['start of the trainer', `${device.startSeconds.toFixed(1)} s`],
  ];
  return [...aligned(rates), '', ...aligned(networkRows(device.timedNetworks))].join('\n');
}

function networkRows(networks: Measured['device']['timedNetworks']): string[][] {
  const rows = Object.entries(networks).flatMap(([name, timings]) =>
    timings.map(({ batchSize, sampleSize, forwardSecondsPerPass, trainSecondsPerPass }) => [
      ...[name, String(batchSize), String(sampleSize)],
      ...[milli(forwardSecondsPerPass), milli(trainSecondsPerPass)],
    ]),
  );
  return [['network', 'batch', 'pixels or tokens', 'forward ms', 'step ms'], ...rows];
}

/** Columns side by side, the first to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((text, at) => (at === 0 ? text.padEnd(widths[at]!) : text.padStart(widths[at]!)))
      .join('  '),
  );
}

const giga = (value: number) => (value / 1e9).toPrecision(3);
const mega = (value: number) => (value / 1e6).toPrecision(3);
const milli = (seconds: number) => (seconds * 1e3).toPrecision(3);
