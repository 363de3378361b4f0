/**
 * Seeds that once found a fault of the product, and what it was: each is run with every `npm test`.
 * What a seed does changes with the simulation; what it found stays tested beside the code.
 */
export const foundSeeds: readonly (readonly [seed: number, what: string])[] = [];
