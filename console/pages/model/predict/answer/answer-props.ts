import type { ComponentChildren } from 'preact';
import type { Output } from '../../../../../core/api/wire/messages.ts';
import type { AskedModel } from '../asked-model.ts';
import type { Question } from '../question.ts';
import type { ViewSettings } from '../view-settings.tsx';

export interface AnswerProps {
  readonly question: Question;
  readonly output: Output | undefined;
  readonly model: AskedModel;
  readonly view: ViewSettings;
  /** What stands in the answer's place: that it is on its way, or why there is none. */
  readonly children: ComponentChildren;
}
