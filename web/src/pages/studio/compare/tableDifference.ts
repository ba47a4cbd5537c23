/** Two decision files -> their tables side by side, rule by rule; reads XML and judges nothing. */

export interface Cell {
  before: string | null;
  after: string | null;
}

export interface RuleRow {
  kind: 'same' | 'added' | 'removed' | 'changed';
  id: string;
  cells: Cell[];
  note: Cell;
}

export interface TableChange {
  id: string;
  name: Cell;
  policy: Cell;
  columns: Cell[];
  /** How many of the columns are asked; the others are answered. */
  inputs: number;
  rows: RuleRow[];
  /** What is no table: the texts of its expressions. */
  expressions: Cell[];
}

function textOf(node: Element | undefined): string {
  return node?.textContent?.trim() ?? '';
}

function inside(node: Element, name: string): Element[] {
  return [...node.getElementsByTagNameNS('*', name)];
}

interface Decision {
  name: string;
  policy: string;
  inputs: string[];
  outputs: string[];
  rules: Map<string, { cells: string[]; note: string }>;
  expressions: string[];
}

function decisions(xml: string): Map<string, Decision> {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  return new Map([...parsed.getElementsByTagNameNS('*', 'decision')].map((one) => [one.id, read(one)]));
}

function read(node: Element): Decision {
  const table = inside(node, 'decisionTable')[0];
  const column = (one: Element) => one.getAttribute('label') ?? one.getAttribute('name') ?? textOf(inside(one, 'text')[0]);
  const cells = (rule: Element, name: string) => inside(rule, name).map((one) => textOf(inside(one, 'text')[0]) || '-');
  const rules = table ? inside(table, 'rule') : [];
  return {
    name: node.getAttribute('name') ?? node.id,
    policy: table ? (table.getAttribute('hitPolicy') ?? 'UNIQUE') : '',
    inputs: table ? inside(table, 'input').map(column) : [],
    outputs: table ? inside(table, 'output').map(column) : [],
    rules: new Map(
      rules.map((rule, place) => [
        rule.id || String(place),
        {
          cells: [...cells(rule, 'inputEntry'), ...cells(rule, 'outputEntry')],
          note: textOf(inside(rule, 'description')[0]),
        },
      ]),
    ),
    expressions: table ? [] : inside(node, 'literalExpression').map((one) => textOf(inside(one, 'text')[0])),
  };
}

const differs = ({ before, after }: Cell) => before !== after;

function paired(before: string[] | undefined, after: string[] | undefined): Cell[] {
  const length = Math.max(before?.length ?? 0, after?.length ?? 0);
  return Array.from({ length }, (_, place) => ({
    before: before?.[place] ?? null,
    after: after?.[place] ?? null,
  }));
}

function tableOf(id: string, one: Decision | undefined, other: Decision | undefined): TableChange {
  const known = one?.rules ?? new Map<string, { cells: string[]; note: string }>();
  const now = other?.rules ?? new Map<string, { cells: string[]; note: string }>();
  const rows = [...new Set([...now.keys(), ...known.keys()])].map((rule): RuleRow => {
    const [left, right] = [known.get(rule), now.get(rule)];
    const cells = paired(left?.cells, right?.cells);
    const note = { before: left?.note ?? null, after: right?.note ?? null };
    const kind = !left ? 'added' : !right ? 'removed' : [...cells, note].some(differs) ? 'changed' : 'same';
    return { kind, id: rule, cells, note };
  });
  return {
    id,
    name: { before: one?.name ?? null, after: other?.name ?? null },
    policy: { before: one?.policy ?? null, after: other?.policy ?? null },
    columns: [...paired(one?.inputs, other?.inputs), ...paired(one?.outputs, other?.outputs)],
    inputs: Math.max(one?.inputs.length ?? 0, other?.inputs.length ?? 0),
    rows,
    expressions: paired(one?.expressions, other?.expressions),
  };
}

/** The decisions in which anything differs; empty too when a file cannot be read. */
export function compareTables(before: string, after: string): TableChange[] {
  const [left, right] = [decisions(before), decisions(after)];
  return [...new Set([...right.keys(), ...left.keys()])]
    .map((id) => tableOf(id, left.get(id), right.get(id)))
    .filter(
      (one) =>
        [one.name, one.policy, ...one.columns, ...one.expressions].some(differs) ||
        one.rows.some((row) => row.kind !== 'same'),
    );
}
