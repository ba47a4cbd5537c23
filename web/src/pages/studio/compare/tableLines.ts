/** A decision file as lines for people: each table's columns, then a line for each rule. */

function textOf(node: Element | undefined): string {
  return node?.textContent?.trim() ?? '';
}

function inside(node: Element, name: string): Element[] {
  return [...node.getElementsByTagNameNS('*', name)];
}

function rule(node: Element, place: number): string {
  const cells = (name: string) => inside(node, name).map((one) => textOf(inside(one, 'text')[0]) || '-');
  const said = textOf(inside(node, 'description')[0]);
  return `${place + 1}. ${cells('inputEntry').join(' | ')} => ${cells('outputEntry').join(' | ')}${said && `  # ${said}`}`;
}

function decision(node: Element): string[] {
  const title = `${node.getAttribute('id')} ${node.getAttribute('name') ?? ''}`.trim();
  const table = inside(node, 'decisionTable')[0];
  if (!table) return [title, ...inside(node, 'literalExpression').map((one) => `  ${textOf(one)}`)];
  const columns = inside(table, 'input').map(
    (one) => `${one.getAttribute('label') ?? ''} (${textOf(inside(one, 'text')[0])})`,
  );
  const results = inside(table, 'output').map(
    (one) => `${one.getAttribute('label') ?? ''} (${one.getAttribute('name') ?? ''})`,
  );
  return [
    `${title} [${table.getAttribute('hitPolicy') ?? 'UNIQUE'}]`,
    `${columns.join(' | ')} => ${results.join(' | ')}`,
    ...inside(table, 'rule').map(rule),
  ];
}

/** The text itself, when it cannot be read as a decision file. */
export function tableLines(xml: string): string {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  const decisions = [...parsed.getElementsByTagNameNS('*', 'decision')];
  return decisions.length ? decisions.flatMap(decision).join('\n') : xml;
}
