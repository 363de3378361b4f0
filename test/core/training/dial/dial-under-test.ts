/** Each row's places, as `dial.json` codes them. */
export function coded(rows: readonly (readonly number[])[]): string {
  return rows.map((row) => row.join(',') || '-').join(' ');
}

interface Made {
  readonly concepts: readonly string[];
  readonly newConcepts: readonly string[];
  readonly truth: readonly (readonly number[])[];
  readonly denied?: readonly (readonly number[])[];
  readonly points: readonly {
    readonly weight: number;
    readonly shift: number;
    readonly answers: readonly (readonly number[])[];
  }[];
}

/** The text of a `dial.json` as the trainer writes it; rows are `r0`, `r1`, … */
export function dialText(made: Made, changes: object = {}): string {
  const { concepts, newConcepts, truth, denied = truth.map(() => []) } = made;
  const count = truth.length;
  return JSON.stringify({
    schemaVersion: 1,
    parentVersionId: 'parent',
    score: 'right',
    ...{ concepts, newConcepts },
    taughtConcepts: {
      parent: concepts.filter((id) => !newConcepts.includes(id)),
      candidate: concepts,
    },
    canShift: true,
    rows: { heldOut: count, chosen: count, answered: count },
    ids: truth.map((_, row) => `r${row}`),
    truth: coded(truth),
    denied: coded(denied),
    points: made.points.map((point) => ({ ...point, answers: coded(point.answers) })),
    ...changes,
  });
}
