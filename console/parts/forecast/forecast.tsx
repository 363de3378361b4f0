import type { JobEstimate, TrainingEstimate } from '../../../core/api/wire/messages.ts';
import {
  chargedInWords,
  evidenceInWords,
  phaseInWords,
} from '../../../core/estimate/forecast/forecast-words.ts';
import { dollarRange, dollars, dollarsUp, duration, durationRange } from '../figures/in-words.ts';
import { fineDuration, fineRange } from '../figures/in-words.ts';
import type { KeyValue } from '../key-values.tsx';
import { DataTable } from '../table/data-table.tsx';

/** What the estimates of all kinds of job say of their forecast. */
export type ForecastOfJob = JobEstimate | TrainingEstimate;

/** Time, price, what it may cost at most, and how sure that is. */
export function forecastItems(of: ForecastOfJob): KeyValue[] {
  return [
    {
      name: 'Time',
      value: <span class="large">about {duration(of.p50Seconds)}</span>,
      hint: `8 of 10 take ${durationRange(of.p10Seconds, of.p90Seconds)}`,
    },
    {
      name: 'Price',
      value: <span class="large">about {dollars(of.amountMicros)}</span>,
      hint: `8 of 10 cost ${dollarRange(of.p10AmountMicros, of.p90AmountMicros)}, at ${dollars(of.microsPerHour)} per hour`,
    },
    {
      name: 'Never billed above',
      value: dollarsUp(of.maxAmountMicros),
      hint: `however long it takes; it is stopped after ${duration(of.maxRuntimeSeconds)}. So much is held of the budget until it ends; the rest is given back`,
    },
    { name: 'How sure', value: evidenceInWords(of, of.kind) },
  ];
}

/** Phases, what would change the time most, assumptions and the reckoning, to be opened. */
export function ForecastDetails({ of }: { of: ForecastOfJob }) {
  const { phases, drivers, kind, p10Seconds: p10, p50Seconds: p50, p90Seconds: p90 } = of;
  const rows = [...phases, { name: 'Whole job', p10, p50, p90, isCharged: undefined }];
  return (
    <>
      {phases.length > 0 && (
        <details>
          <summary>Phases, and what is charged</summary>
          <DataTable
            label="Phases of the forecast"
            rows={rows}
            keyOf={({ name }) => name}
            columns={[
              { name: 'Phase', cell: ({ name }) => phaseInWords(name, kind) },
              {
                name: 'Half take',
                isNumber: true,
                // Below each other: the panel of an estimate is narrow.
                cell: (row) => (
                  <>
                    {fineDuration(row.p50)}
                    <div class="hint">{fineRange(row.p10, row.p90)}</div>
                  </>
                ),
              },
            ]}
          />
          <p class="hint">In small: the range that 8 of 10 take.</p>
          <p class="hint">{chargedInWords(phases, kind)}.</p>
        </details>
      )}
      {drivers.length > 0 && (
        <Listed
          title="What would change it most"
          lines={drivers.map(
            ({ setting, change, seconds }) =>
              `${setting} ${change}: ${fineDuration(Math.abs(seconds))} ${seconds < 0 ? 'less' : 'more'}`,
          )}
        />
      )}
      {of.assumptions.length > 0 && <Listed title="What is assumed" lines={of.assumptions} />}
      <Listed title="How it was reckoned" lines={of.explanation} />
    </>
  );
}

function Listed({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <details>
      <summary>{title}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
