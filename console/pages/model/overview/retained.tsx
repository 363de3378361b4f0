import type { JsonObject } from '../../../../core/json.ts';
import { change, count, figure } from '../../../parts/in-words.ts';
import type { RetentionRow } from '../figures/retention.ts';
import { retentionOf } from '../figures/retention.ts';

/** Of an incremental training: what it kept of what its parent knew, and what it learnt. */
export function Retained({ metrics }: { metrics: JsonObject }) {
  const retention = retentionOf(metrics);
  if (!retention) return null;
  const { isByConcept, rows, negativeFlipPercent } = retention;
  return (
    <section class="panel">
      <header>
        <h2>Beside its parent</h2>
        <p>
          {negativeFlipPercent === undefined
            ? 'Both versions answered the same held-out inputs.'
            : `Of the held-out inputs that both can answer, ${negativeFlipPercent.toFixed(1)} % were right before and are wrong now.`}
        </p>
      </header>
      <div class="table" tabIndex={0} role="group" aria-label="Beside its parent">
        <table>
          <thead>
            <tr>
              <th scope="col">Held out of</th>
              <th scope="col">Metric</th>
              <th scope="col" class="number">
                Parent
              </th>
              <th scope="col" class="number">
                This version
              </th>
              <th scope="col" class="number">
                Change
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.part} ${row.key}`}>
                <th scope="row">
                  {row.part} {isByConcept ? 'concepts' : 'inputs'}
                  <span class="hint"> ({count(row.count, 'input')})</span>
                </th>
                <td>{row.name}</td>
                <td class="number">{figure(row.parent)}</td>
                <td class="number">{figure(row.value)}</td>
                <Change {...row} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Change({ value, parent, isLessBetter }: RetentionRow) {
  if (parent === undefined) return <td class="number hint">new</td>;
  const gain = (value - parent) * (isLessBetter ? -1 : 1);
  const tone = Math.abs(gain) < 0.0005 ? '' : gain > 0 ? 'up' : 'down';
  return <td class={`number ${tone}`}>{change(value - parent)}</td>;
}
