import { useState } from 'preact/hooks';
import { useCall } from '../../api/use-call.ts';
import { Loading, Problem } from '../../parts/states.tsx';
import { presets, toggleScope, usedScopes } from './scope-presets.ts';

interface ScopeChoiceProps {
  readonly scopes: readonly string[];
  readonly onChange: (scopes: readonly string[]) => void;
}

/** What a key may do: one of the usual choices, or scope by scope. */
export function ScopeChoice({ scopes, onChange }: ScopeChoiceProps) {
  const [choice, setChoice] = useState(presets[0]!.id);
  return (
    <fieldset class="stack">
      <legend>It may</legend>
      {presets.map(({ id, name, text, scopes: preset }) => (
        <label key={id} class="choice">
          <input
            type="radio"
            name="scopes"
            checked={choice === id}
            onChange={() => {
              setChoice(id);
              onChange(preset);
            }}
          />
          <span>
            {name}
            <span class="hint"> {text}</span>
          </span>
        </label>
      ))}
      <label class="choice">
        <input
          type="radio"
          name="scopes"
          checked={choice === ''}
          onChange={() => {
            setChoice('');
            onChange(scopes.includes('All') ? [] : scopes);
          }}
        />
        Only what I choose
      </label>
      {choice === '' && <EachScope scopes={scopes} onChange={onChange} />}
    </fieldset>
  );
}

/** Every scope that an operation of this service needs. */
function EachScope({ scopes, onChange }: ScopeChoiceProps) {
  const { data, error } = useCall('ListScopes', {});
  if (error) return <Problem error={error} />;
  if (!data) return <Loading what="scopes" />;
  const names = usedScopes(data.endpoint_deps).filter((name) => name !== 'All');
  return (
    <div class="columns scopes" role="group" aria-label="Scopes">
      {names.map((name) => (
        <label key={name} class="choice">
          <input
            type="checkbox"
            checked={scopes.includes(name)}
            onChange={() => onChange(toggleScope(scopes, name, data.scope_deps))}
          />
          {name}
        </label>
      ))}
    </div>
  );
}
