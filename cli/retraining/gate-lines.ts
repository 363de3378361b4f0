import type { ConceptGate, GateResult, NegativeFlip } from '../../core/api/wire/messages.ts';
import {
  conceptVerdictInWords,
  flipsInWords,
  policyInWords,
  scoreInWords,
  verdictInWords,
} from '../../core/training/words/gate-words.ts';
import { alignedColumns } from '../frame/output/aligned-columns.ts';
import { counted } from '../frame/output/words.ts';
import { shownNumber } from '../models/version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';

/** Flips that people are shown; JSON has all. */
const shownFlips = 20;

interface Gated {
  readonly modelId: string;
  readonly versionId: string;
  /** It answers predictions now, whatever the gate said. */
  readonly isPromoted: boolean;
}

/** What the gate decided of a version, by what, and the inputs that flipped. */
export function gateLines(gate: GateResult, { modelId, versionId, isPromoted }: Gated): string[] {
  const { evaluationSet, parentVersionId: parent, score, reasons } = gate;
  const now = isPromoted && gate.verdict !== 'promote' ? '; promoted since' : '';
  const against = parent === undefined ? '' : `, compared with ${shortId(parent)}`;
  return [
    `model '${modelId}', version ${shortId(versionId)}: ${verdictInWords(gate.verdict)}${now}${against}`,
    ...reasons.map(({ message }) => `- ${message}`),
    `evaluation set: ${counted(evaluationSet.inputs, 'input')}, ${evaluationSet.compared} of them compared; figures are the ${scoreInWords(score)}`,
    ...conceptLines(gate.concepts),
    flipsInWords({ ...gate, compared: evaluationSet.compared }),
    ...flipLines(gate),
    'asked of it:',
    ...policyInWords(gate.policy).map((line) => `- ${line}`),
  ];
}

function conceptLines(concepts: readonly ConceptGate[]): string[] {
  if (concepts.length === 0) return [];
  const head = ['Concept', 'inputs', 'parent', 'candidate', 'floor', 'p', 'verdict'];
  const rows = concepts.map((each) => [
    `${each.conceptId ?? 'all inputs'}${each.isNew ? ' (new)' : ''}`,
    String(each.count),
    ...[each.parent, each.candidate, each.floor, each.pValue].map(figure),
    conceptVerdictInWords(each.verdict),
  ]);
  return alignedColumns([head, ...rows]).map((line) => `  ${line}`);
}

const figure = (value: number | null) => (value === null ? '–' : shownNumber(value));

function flipLines({ negativeFlips, negativeFlipCount }: GateResult): string[] {
  if (negativeFlips.length === 0) return [];
  const rows = negativeFlips.slice(0, shownFlips).map(flipRow);
  const left = negativeFlipCount - rows.length;
  return [
    ...alignedColumns([['Input', 'is', 'parent said', 'candidate says'], ...rows]).map(
      (line) => `  ${line}`,
    ),
    ...(left > 0 ? [`  and ${left} more, which --format json has`] : []),
  ];
}

function flipRow({ id, conceptId, parentAnswer, candidateAnswer }: NegativeFlip): string[] {
  return [id, conceptId ?? '–', parentAnswer ?? '–', candidateAnswer ?? '–'];
}
