/** A label as far as two of them can contradict each other. */
export interface Label {
  readonly id: string;
  /** Absent, or as the id: it says none. */
  readonly name?: string | undefined;
  /** Absent: 1. */
  readonly value?: number | undefined;
}

/**
 * What two labels of one list say differently of the same concept, as the end of a sentence with
 * both values: whichever is taken, the other one is lost. The same label twice says nothing new.
 */
export function contradiction(labels: readonly Label[]): string | undefined {
  const seen = new Map<string, Label>();
  for (const label of labels) {
    const { id, value = 1, name = id } = label;
    const first = seen.get(id);
    const called = first?.name ?? id;
    if (first && (first.value ?? 1) !== value)
      return `say ${JSON.stringify(id)} twice, with the values ${first.value ?? 1} and ${value}`;
    if (called !== id && name !== id && called !== name)
      return `say ${JSON.stringify(id)} twice, with the names ${JSON.stringify(called)} and ${JSON.stringify(name)}`;
    if (!first || called === id) seen.set(id, label);
  }
  return undefined;
}
