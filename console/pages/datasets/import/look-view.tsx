import { totalOf } from '../../../../cli/import/counts.ts';
import type { Problem } from '../../../../cli/import/entry.ts';
import type { Recognised } from '../../../../cli/import/layout.ts';
import type { Look } from '../../../../cli/import/look.ts';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { ProblemList } from './problem-list.tsx';

interface LookViewProps {
  readonly source: Recognised;
  readonly look: Look;
  readonly problems: readonly Problem[];
  readonly isThorough: boolean;
}

/** Concepts that are listed; the others are counted. */
const maxConcepts = 30;

/** What a source holds, before anything is sent. */
export function LookView({ source, look, problems, isThorough }: LookViewProps) {
  const { counts, kinds, regions, splits, withoutConcepts, notes } = look;
  const left = totalOf(counts.leftOut);
  return (
    <div class="stack">
      <div>
        <p>Recognised: {source.description}</p>
        {source.details?.map((detail) => (
          <p key={detail} class="hint">
            {detail}
          </p>
        ))}
      </div>
      <KeyValues
        items={[
          {
            name: 'To send',
            value: grouped(counts.read - left - counts.failed),
            hint: ofEachKind(kinds),
          },
          { name: 'Left out', value: grouped(left), hint: listed(counts.leftOut) },
          { name: 'Would fail', value: grouped(counts.failed) },
          ...(regions > 0 ? [{ name: 'Regions', value: grouped(regions) }] : []),
          ...(withoutConcepts > 0
            ? [{ name: 'Without concepts', value: grouped(withoutConcepts) }]
            : []),
          ...(totalOf(splits) > 0 ? [{ name: 'Splits', value: listed(splits) }] : []),
        ]}
      />
      {!isThorough && (
        <p class="hint">More than 500 MB: what the pictures are is looked at when they are sent.</p>
      )}
      <Concepts look={look} />
      {[...notes].map(([word, { where, detail }]) => (
        <p key={word} class="hint">
          Note: {grouped(counts.notes[word] ?? 0)} {word}; the first is {where}: {detail}
        </p>
      ))}
      <ProblemList problems={problems} />
    </div>
  );
}

function Concepts({ look: { concepts } }: { look: Look }) {
  if (concepts.size === 0) return <p>No concepts.</p>;
  const sorted = [...concepts].sort(([, a], [, b]) => b - a);
  return (
    <div class="row" role="group" aria-label="Concepts">
      {sorted.slice(0, maxConcepts).map(([name, examples]) => (
        <span key={name} class="tag">
          {name} {grouped(examples)}
        </span>
      ))}
      {sorted.length > maxConcepts && (
        <span class="hint">and {grouped(sorted.length - maxConcepts)} more</span>
      )}
    </div>
  );
}

/** `124 images, 1 text`. */
function ofEachKind(kinds: Readonly<Record<string, number>>): string {
  return Object.entries(kinds)
    .map(([kind, amount]) => count(amount, kind))
    .join(', ');
}

/** Names with their counts, in words. */
export function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([word, amount]) => `${grouped(amount)} ${word}`)
    .join(', ');
}
