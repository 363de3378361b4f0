import { useCall } from '../../../api/use-call.ts';
import type { Concept } from '../../../../core/api/wire/messages.ts';

/** As many as one answer holds. */
const maxConcepts = 1_000;

/** The concepts of the app, by name: the first thousand. */
export function useConcepts(): readonly Concept[] {
  const { data } = useCall('ListConcepts', { per_page: maxConcepts });
  return [...(data?.concepts ?? [])].sort((a, b) => (a.name || a.id).localeCompare(b.name || b.id));
}
