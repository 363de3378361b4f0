import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { ComponentChildren } from 'preact';
import type { Json } from '../../../../core/json.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { dollars, duration, grouped, instant } from '../../../parts/in-words.ts';
import { versionName } from '../../../parts/version-name.ts';
import { hyperparametersOf } from '../figures/hyperparameters.ts';

/** What this run was made of: dataset version, template, hyperparameters, seed. */
export function TrainedOn({ version }: { version: ModelVersion }) {
  const { train_info: info } = version;
  if (!info) return null;
  const facts = version.metadata?.deeptune;
  return (
    <section class="panel">
      <header>
        <h2>What it was trained on</h2>
        <p>The settings of this run, as they were asked for or filled in by the template.</p>
      </header>
      <dl class="key-values">
        <Source version={version} />
        <Fact name="Template">{String(info.params['template'])}</Fact>
        {facts?.startsFromText !== undefined && (
          <Fact name="Starts from">{facts.startsFromText}</Fact>
        )}
        {facts?.instanceType !== undefined && <Fact name="Instance">{facts.instanceType}</Fact>}
        {facts?.seed !== undefined && <Fact name="Seed">{facts.seed}</Fact>}
        {version.created_at !== undefined && (
          <Fact name="Asked for">{instant(version.created_at)}</Fact>
        )}
        {facts?.settlement && (
          <>
            <Fact name="Job">{duration(facts.settlement.jobSeconds)}</Fact>
            <Fact name="Charged">
              {dollars(facts.settlement.amountMicros)}{' '}
              <span class="hint">for {duration(facts.settlement.billableSeconds)}</span>
            </Fact>
          </>
        )}
      </dl>
      <h3 class="apart">Hyperparameters</h3>
      <dl class="key-values small">
        {hyperparametersOf(info).map(([name, value]) => (
          <Fact key={name} name={name}>
            {inWords(value)}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The dataset version, and the parent where there was one. */
function Source({ version }: { version: ModelVersion }) {
  const app = useAppId();
  const { dataset, resume_from_model: parent } = version.train_info!;
  const datasetVersion = dataset.version?.id;
  const parentVersion = parent?.model_version?.id;
  return (
    <>
      <Fact name="Dataset version">
        <a href={addresses.dataset(app, dataset.id, 'versions', { version: datasetVersion })}>
          <bdi>{dataset.id}</bdi>
        </a>
        <span class="sub mono">{datasetVersion}</span>
      </Fact>
      <Fact name="Inputs">{grouped(version.total_input_count ?? 0)}</Fact>
      {parent && parentVersion !== undefined && (
        <Fact name="Trained again from">
          <a href={addresses.model(app, parent.id, 'overview', { version: parentVersion })}>
            {versionName(parentVersion)}
          </a>
          {' of '}
          <bdi>{parent.id}</bdi>
        </Fact>
      )}
    </>
  );
}

function inWords(value: Json): string {
  return typeof value === 'string' ? value || '(empty)' : JSON.stringify(value);
}
