import { BpmnModdle } from 'bpmn-moddle';
import { Parser } from 'saxen';
import { expect, test } from 'vitest';
import vocabulary from '../../../../../engine/bpmn/guicheng-moddle.json?raw';

const shipped = import.meta.glob<string>('../../../../../processes/**/*.bpmn', {
  query: '?raw',
  import: 'default',
  eager: true,
});

interface Node {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: Node[];
}

const SPACES = {
  'http://www.omg.org/spec/BPMN/20100524/MODEL': 'bpmn',
  'http://www.omg.org/spec/BPMN/20100524/DI': 'bpmndi',
  'http://www.omg.org/spec/DD/20100524/DC': 'dc',
  'http://www.omg.org/spec/DD/20100524/DI': 'di',
  'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
  'urn:guicheng:bpmn:1': 'guicheng',
};

/** What a text says without regard to prefixes, to the order of attributes, or to blank space. */
function parse(xml: string): Node {
  const root: Node = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const parser = new Parser().ns(SPACES);
  parser.on('openTag', (name: string, attributes: () => Record<string, string>, decode: (text: string) => string) => {
    const given = Object.entries(attributes()).filter(([one]) => !one.startsWith('xmlns'));
    const node: Node = {
      name,
      attributes: Object.fromEntries(given.map(([one, value]) => [one.replace(/^bpmn:/, ''), decode(value)])),
      text: '',
      children: [],
    };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closeTag', () => void open.pop());
  const add = (text: string) => {
    const node = open.at(-1);
    if (node && text.trim()) node.text += text.trim();
  };
  parser.on('text', (text: string, decode: (text: string) => string) => add(decode(text)));
  parser.on('cdata', add);
  parser.parse(xml);
  return root;
}

/** Children of a kind keep their order; the order of kinds is that of the schema anyway. */
function canonical(node: Node): unknown {
  const kinds = [...new Set(node.children.map((one) => one.name))].sort();
  const attributes = Object.fromEntries(
    Object.entries(node.attributes)
      .filter(([name, value]) => !(name === 'xsi:type' && value.endsWith('tFormalExpression')))
      .sort(([one], [two]) => (one < two ? -1 : 1)),
  );
  const children = kinds.map((kind) => node.children.filter((one) => one.name === kind).map(canonical));
  return [node.name, attributes, node.text, children];
}

interface Both {
  fromXML(xml: string): Promise<{ rootElement: unknown; warnings: unknown[] }>;
  toXML(root: unknown, how: object): Promise<{ xml: string }>;
}

test('every shipped diagram is written as it was read', async () => {
  const moddle = new BpmnModdle({ guicheng: JSON.parse(vocabulary) as object }) as unknown as Both;
  const files = Object.entries(shipped);
  expect(files.length).toBeGreaterThan(40);
  for (const [path, text] of files) {
    const { rootElement, warnings } = await moddle.fromXML(text);
    expect(warnings, path).toEqual([]);
    const { xml } = await moddle.toXML(rootElement, { format: true });
    const [before, after] = [text, xml].map((one) => JSON.stringify(canonical(parse(one))));
    if (before !== after) expect(canonical(parse(xml)), path).toEqual(canonical(parse(text)));
  }
}, 30_000);
