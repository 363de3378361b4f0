import { useEffect, useReducer, useRef } from 'preact/hooks';
import { useClient } from '../../../api/use-call.ts';
import { ask, nameOf } from './question.ts';
import type { Question, Source } from './question.ts';

type Action =
  | { readonly type: 'add'; readonly sources: readonly Source[] }
  | { readonly type: 'change'; readonly id: number; readonly to: Partial<Question> }
  | { readonly type: 'remove'; readonly id?: number }
  | { readonly type: 'ask-again' };

let lastId = 0;

function reduce(questions: readonly Question[], action: Action): readonly Question[] {
  switch (action.type) {
    case 'add':
      return [...action.sources.map(newQuestion), ...questions];
    case 'change':
      return questions.map((each) => (each.id === action.id ? { ...each, ...action.to } : each));
    case 'remove':
      return action.id === undefined ? [] : questions.filter(({ id }) => id !== action.id);
    case 'ask-again':
      return questions.map(({ source }) => newQuestion(source));
  }
}

function newQuestion(source: Source): Question {
  return { id: (lastId += 1), name: nameOf(source), source, state: 'waiting' };
}

/** What is asked of a model, one after the other, the newest first. */
export interface Questions {
  readonly all: readonly Question[];
  add(sources: readonly Source[]): void;
  /** Without an id: all of them. */
  remove(id?: number): void;
}

/** @param versionId another one asks everything again; undefined: the newest that can predict */
export function useQuestions(modelId: string, versionId: string | undefined): Questions {
  const client = useClient();
  const [all, dispatch] = useReducer(reduce, []);
  const isBusy = all.some(({ state }) => state === 'asking');
  const isMounted = useMounted();
  const asked = useRef(versionId);
  useEffect(() => {
    if (asked.current === versionId) return;
    asked.current = versionId;
    dispatch({ type: 'ask-again' });
  }, [versionId]);
  useEffect(() => {
    const next = all.findLast(({ state }) => state === 'waiting');
    if (isBusy || !next) return;
    dispatch({ type: 'change', id: next.id, to: { state: 'asking' } });
    const version = { model_id: modelId, ...(versionId ? { version_id: versionId } : {}) };
    void answerOf(() => ask(client, version, next.source)).then((to) => {
      if (isMounted.current) dispatch({ type: 'change', id: next.id, to });
    });
  }, [all, isBusy]);
  return {
    all,
    add: (sources) => dispatch({ type: 'add', sources }),
    remove: (id) => dispatch({ type: 'remove', ...(id === undefined ? {} : { id }) }),
  };
}

async function answerOf(
  asking: () => Promise<NonNullable<Question['output']>>,
): Promise<Partial<Question>> {
  const from = performance.now();
  try {
    const output = await asking();
    return { state: 'answered', output, milliseconds: performance.now() - from };
  } catch (error) {
    return { state: 'refused', error: error as Error, milliseconds: performance.now() - from };
  }
}

function useMounted() {
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return isMounted;
}
