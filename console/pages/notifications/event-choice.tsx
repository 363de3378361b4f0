import type { NotificationEvent } from '../../../core/api/wire/messages.ts';

interface EventChoiceProps {
  readonly offered: readonly NotificationEvent[];
  /** Those that are told; empty: all. */
  readonly events: readonly string[];
  readonly onChange: (events: readonly string[]) => void;
}

/** Which events are told: all, also those of later releases, or those that are chosen. */
export function EventChoice({ offered, events, onChange }: EventChoiceProps) {
  const toggle = (type: string) =>
    onChange(events.includes(type) ? events.filter((each) => each !== type) : [...events, type]);
  return (
    <fieldset class="stack">
      <legend>Events</legend>
      <label class="choice">
        <input type="checkbox" checked={events.length === 0} onChange={() => onChange([])} />
        All, also those of later releases
      </label>
      <div class="scopes columns">
        {offered.map(({ type, description }) => (
          <label key={type} class="choice" title={description}>
            <input type="checkbox" checked={events.includes(type)} onChange={() => toggle(type)} />
            {type}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
