/** Places the server's field errors on the fields of an open form. */
import type { FieldProblem } from '../api/types';

export interface FieldInstance {
  id: string;
  valuePath: (string | number)[];
  indexes?: Record<string, number>;
}

/** `lines[0].quantity`, `lines.0.quantity` and `lines/0/quantity` are the same place. */
export function pathParts(path: string): string[] {
  return path.split(/[.[\]/]+/).filter(Boolean);
}

export interface PlacedErrors {
  /** As form-js keeps them: component id, then row indexes, then sentences. */
  byField: Record<string, unknown>;
  /** Errors of fields that the form does not show. */
  rest: FieldProblem[];
}

export function placeErrors(
  problems: FieldProblem[],
  fields: FieldInstance[],
  text: (problem: FieldProblem) => string,
): PlacedErrors {
  const byField: Record<string, unknown> = {};
  const rest: FieldProblem[] = [];
  for (const problem of problems) {
    const wanted = pathParts(problem.path).join('.');
    const field = fields.find((one) => one.valuePath.join('.') === wanted);
    if (field) put(byField, [field.id, ...Object.values(field.indexes ?? {})], text(problem));
    else rest.push(problem);
  }
  return { byField, rest };
}

function put(tree: Record<string, unknown>, path: (string | number)[], text: string): void {
  const last = String(path.at(-1));
  let node = tree;
  for (const step of path.slice(0, -1)) {
    node = (node[String(step)] ??= {}) as Record<string, unknown>;
  }
  node[last] = [...((node[last] as string[] | undefined) ?? []), text];
}
