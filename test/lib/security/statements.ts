import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf } from '../synthesized.ts';

export interface Statement {
  /** Logical id of the resource whose policy it is in. */
  readonly of: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: { readonly Service?: unknown; readonly AWS?: unknown } | '*';
  readonly Condition?: Record<string, Record<string, unknown>>;
}

interface PolicyDocument {
  readonly Statement: Omit<Statement, 'of'>[];
}

const documentFields = ['PolicyDocument', 'AssumeRolePolicyDocument', 'KeyPolicy'] as const;

function statementsIn(template: Template, fields: readonly string[]): Statement[] {
  return Object.entries(resourcesOf(template)).flatMap(([of, { Properties }]) =>
    fields.flatMap((field) => {
      const document = Properties?.[field] as PolicyDocument | undefined;
      return (document?.Statement ?? []).map((statement) => ({ of, ...statement }));
    }),
  );
}

export const allStatements = (template: Template) => statementsIn(template, documentFields);
export const trustStatements = (template: Template) =>
  statementsIn(template, ['AssumeRolePolicyDocument']);

export function actionsOf(statement: Statement): string[] {
  return [statement.Action].flat();
}

export function resourcesIn(statement: Statement): unknown[] {
  return [statement.Resource].flat();
}

/** Statements that allow this action. */
export function allowing(template: Template, action: string): Statement[] {
  return allStatements(template).filter(
    (statement) => statement.Effect === 'Allow' && actionsOf(statement).includes(action),
  );
}
