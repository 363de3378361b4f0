/** How many sound and how many damaged pixels have a heat, for each heat that occurs: all that an AUROC depends on. */
export type LevelCounts = readonly (readonly [level: number, sound: number, damaged: number])[];

/**
 * @param heat levels of 0 to 255, one for each pixel
 * @param damage of the same pixels: 1 where it is damaged
 */
export function countLevels(heat: Uint8Array, damage: Uint8Array): LevelCounts {
  const [sound, damaged] = [new Uint32Array(256), new Uint32Array(256)];
  heat.forEach((level, at) => {
    const counts = damage[at] ? damaged : sound;
    counts[level] = (counts[level] ?? 0) + 1;
  });
  return Array.from(sound, (count, level) => [level, count, damaged[level] ?? 0] as const).filter(
    ([, ofSound, ofDamaged]) => ofSound + ofDamaged > 0,
  );
}

/** Area under the ROC curve over all pixels together, equal levels counting half; undefined where one of the two is absent. */
export function rocAucOfLevels(counts: readonly LevelCounts[]): number | undefined {
  const totals = Array.from({ length: 256 }, () => ({ sound: 0, damaged: 0 }));
  for (const [level, sound, damaged] of counts.flat()) {
    const total = totals[level];
    if (!total) continue;
    total.sound += sound;
    total.damaged += damaged;
  }
  let [below, pairs, damagedCount] = [0, 0, 0];
  for (const { sound, damaged } of totals) {
    pairs += damaged * (below + sound / 2);
    below += sound;
    damagedCount += damaged;
  }
  return below === 0 || damagedCount === 0 ? undefined : pairs / (below * damagedCount);
}
