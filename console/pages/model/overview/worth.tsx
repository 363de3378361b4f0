import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { JsonObject } from '../../../../core/json.ts';
import type { WhiskerRow } from '../../../charts/dot-whisker.tsx';
import { DotWhisker } from '../../../charts/dot-whisker.tsx';
import { Flash } from '../../../parts/flash.tsx';
import { count, figure } from '../../../parts/figures/in-words.ts';
import type { Headline } from '../figures/headline.ts';
import { headlineOf } from '../figures/headline.ts';

const methods: Readonly<Record<string, string>> = {
  wilson: "Wilson's score interval",
  bootstrap: 'bootstrap over the held-out inputs',
  'hanley-mcneil': "Hanley and McNeil's interval of an area under the curve",
};

interface WorthProps {
  readonly version: ModelVersion;
  readonly metrics: JsonObject;
}

/** The verdict: one figure with its interval, beside an answer that ignores the input. */
export function Worth({ version }: WorthProps) {
  const headline = headlineOf(version);
  if (!headline)
    return (
      <Flash tone="info">
        This version was measured by an earlier release, or had nothing held out: it has no verdict.
      </Flash>
    );
  const { metric, value, interval, isBetterThanTrivial } = headline;
  return (
    <section class="panel">
      <div class="columns">
        <div class="stack">
          <h2>Is it worth anything?</h2>
          <p>
            <span class={`badge ${isBetterThanTrivial ? 'good' : 'warn'}`}>
              <b class="large">{figure(value)}</b>
            </span>{' '}
            {metric}
          </p>
          <p>{sentence(headline)}</p>
          {interval && (
            <p class="hint">
              95 % interval {figure(interval[0])} to {figure(interval[1])}, on{' '}
              {count(headline.count, 'held-out input')}
              {headline.method ? ` (${methods[headline.method] ?? headline.method})` : ''}.
            </p>
          )}
        </div>
        <DotWhisker
          title={`${metric} of this version beside before training and the trivial answer`}
          rows={rowsOf(headline)}
        />
      </div>
    </section>
  );
}

function sentence({ isBetterThanTrivial, trivialAnswer = 'a trivial answer', text }: Headline) {
  if (!text.startsWith('better') && !isBetterThanTrivial) return capital(text);
  return isBetterThanTrivial
    ? `Better than ${trivialAnswer}: the whole interval lies on the better side of it.`
    : `Not clearly better than ${trivialAnswer}.`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function rowsOf({ value, interval, untrained, trivial }: Headline): WhiskerRow[] {
  return [
    { name: 'This version', value, isMain: true, ...(interval ? { interval } : {}) },
    ...(untrained === undefined ? [] : [{ name: 'Before training', value: untrained }]),
    ...(trivial === undefined ? [] : [{ name: 'Trivial answer', value: trivial }]),
  ];
}
