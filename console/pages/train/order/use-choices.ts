import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { choicesOf, queryOf } from './order.ts';
import type { TrainingChoices } from './order.ts';

export type ChangeChoices = (change: Partial<TrainingChoices>, isTyped?: boolean) => void;

/**
 * The choices of the address, and how they are changed: by a step that 'back' undoes, or, while
 * something is typed, in place.
 */
export function useChoices(): readonly [choices: TrainingChoices, change: ChangeChoices] {
  const { query, route } = useLocation();
  const app = useAppId();
  const text = JSON.stringify(query);
  const choices = useMemo(() => choicesOf(query), [text]);
  const change: ChangeChoices = (changes, isTyped = false) => {
    // Of the address as it is now: two changes may come before the page is drawn anew.
    const now = choicesOf(Object.fromEntries(new URLSearchParams(location.search)));
    route(addresses.train(app, queryOf({ ...now, ...changes })), isTyped);
  };
  return [choices, change];
}
