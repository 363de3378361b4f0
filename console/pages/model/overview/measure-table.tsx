import type { JsonObject } from '../../../../core/json.ts';
import { figure } from '../../../parts/in-words.ts';
import { measuresOf } from '../figures/measures.ts';

/** Every measure on held-out data, beside before training and the trivial answer. */
export function MeasureTable({ metrics }: { metrics: JsonObject }) {
  const measures = measuresOf(metrics);
  if (measures.length === 0) return null;
  return (
    <section class="panel">
      <header>
        <h2>Metrics on held-out data</h2>
        <p>
          Before training: the same inputs, answered by what the training started from. Trivial: an
          answer that ignores the input. – was not measured.
        </p>
      </header>
      <div class="table" tabIndex={0} role="group" aria-label="Metrics on held-out data">
        <table>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col" class="number">
                This version
              </th>
              <th scope="col" class="number">
                Before training
              </th>
              <th scope="col" class="number">
                Trivial
              </th>
            </tr>
          </thead>
          <tbody>
            {measures.map(({ key, name, heldOut, untrained, trivial, isLessBetter }) => (
              <tr key={key}>
                <th scope="row">
                  {name}
                  {isLessBetter && <span class="hint"> (less is better)</span>}
                </th>
                <td class="number">
                  <b>{figure(heldOut)}</b>
                </td>
                <td class="number">{figure(untrained)}</td>
                <td class="number">{figure(trivial)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
