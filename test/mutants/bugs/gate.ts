import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { gate, promoting, answering } = places;

/** Of what may answer predictions, and of what is moved there. */
export const gateBugs: readonly PlantedBug[] = [
  {
    name: 'loss-in-percent-of-the-score',
    file: 'core/training/gate/judge-concepts.ts',
    replaces: 'const floor = Math.max(0, parent - allowedLoss(policy));',
    by: 'const floor = Math.max(0, parent - policy.allowedLossPoints);',
    because: 'Points and scores have other units, and both are numbers',
    tests: gate,
  },
  {
    name: 'every-loss-is-broken',
    file: 'core/training/gate/judge-concepts.ts',
    replaces: "test.isWorse ? 'broken' : 'not-proven'",
    by: "test.isWorse || isBelow ? 'broken' : 'not-proven'",
    because: 'The floor alone, as if one unlucky input were proof',
    tests: gate,
  },
  {
    name: 'test-turned-round',
    file: 'core/training/gate/paired-tests.ts',
    replaces: 'unit < 0 ? sum - unit : sum',
    by: 'unit > 0 ? sum + unit : sum',
    because: 'Better and worse are one sign apart',
    tests: gate,
  },
  {
    name: 'no-correction-for-many-concepts',
    file: 'core/training/gate/paired-tests.ts',
    replaces: 'if (p > alpha / (pValues.length - rank)) break;',
    by: 'if (p > alpha) break;',
    because: 'Each test is right by itself; of a hundred concepts five break by chance',
    tests: gate,
  },
  {
    name: 'no-answer-is-no-loss',
    file: 'core/training/gate/tally.ts',
    replaces: 'const pair = { conceptId, parent, candidate: candidate ?? 0 };',
    by: 'if (candidate === null) return [];\n    const pair = { conceptId, parent, candidate };',
    because: 'What the candidate cannot answer looks like nothing to compare',
    tests: gate,
  },
  {
    name: 'single-flip-refuses',
    file: 'core/training/gate/gate-reasons.ts',
    replaces: 'if (!pair || count < 2) return [];',
    by: 'if (!pair || count < 1) return [];',
    because: 'On thirty inputs one flip is more than three percent',
    tests: gate,
  },
  {
    name: 'waits-instead-of-held-back',
    file: 'core/training/gate/gate-reasons.ts',
    replaces: 'return [...held, ...waiting];',
    by: 'return [...waiting, ...held];',
    because: 'The order of two lists; a person is asked to approve what broke',
    tests: gate,
  },
  {
    name: 'promotes-without-its-gate',
    file: 'core/training/gate/settle-gate.ts',
    replaces: '...(parent ? { parent: { versionId: parent.versionId, concepts: [] } } : {}),',
    by: '',
    because: 'Who began before the release meets no gate, and is promoted unseen',
    tests: promoting,
  },
  {
    name: 'overtakes-what-was-promoted-meanwhile',
    file: 'core/training/gate/settle-gate.ts',
    replaces: '? answering.id === parent.versionId',
    by: '? parent.versionId.length > 0',
    because: 'Compared with the parent, it takes the place of a version that it never met',
    tests: promoting,
  },
  {
    name: 'gate-decides-twice',
    file: 'core/job/steps/gate.ts',
    replaces: '|| stored.value.gate) return;',
    by: ') return;',
    because: 'A step that is repeated looks harmless, and the second answer may be another one',
    tests: promoting,
  },
  {
    name: 'held-back-answers',
    file: 'core/model/answering-version.ts',
    replaces: "return version.gate === undefined || version.gate.verdict === 'promote';",
    by: 'return true;',
    because: 'The newest that can be loaded, as before there was a gate',
    tests: answering,
  },
  {
    name: 'roll-back-goes-forward',
    file: 'core/training/gate/promotion-history.ts',
    replaces: "cause === 'rolled-back' || cause === 'deleted'",
    by: "cause === 'deleted'",
    because: 'Asked twice, it goes back to what was rolled back',
    tests: promoting,
  },
];
