import { BpmnModdle } from 'bpmn-moddle';
import { expect, test } from 'vitest';
import text from '../../../../../../engine/bpmn/guicheng-moddle.json?raw';
import type { Moddle } from '../types';
import { beside, rest } from './rest';
import { CHILDREN, isShown, SETTABLE } from './shown';

interface Type {
  name: string;
  extends?: string[];
  properties: { name: string }[];
}

// Read anew: moddle writes prefixes into what it is given.
const vocabulary = JSON.parse(text) as { types: Type[] };
const moddle = new BpmnModdle({ guicheng: JSON.parse(text) as object }) as unknown as {
  create(type: string, given?: object): Moddle;
  fromXML(xml: string): Promise<{ rootElement: Moddle }>;
};

/** Not drawn, so listed with the process: their attributes are set in the file. */
const NOT_DRAWN = /^bpmn:(Global|Resource$)/;
/** Types that only lend their properties to others. */
const CONCRETE: Record<string, string[]> = {
  'bpmn:FlowElement': ['bpmn:UserTask', 'bpmn:SequenceFlow', 'bpmn:StartEvent'],
  'bpmn:FlowNode': ['bpmn:UserTask', 'bpmn:ExclusiveGateway', 'bpmn:EndEvent'],
  'bpmn:CatchEvent': ['bpmn:StartEvent', 'bpmn:IntermediateCatchEvent', 'bpmn:BoundaryEvent'],
  'bpmn:ThrowEvent': ['bpmn:EndEvent', 'bpmn:IntermediateThrowEvent'],
};

test('every word of the vocabulary can be set where it may stand', () => {
  const missing: string[] = [];
  for (const type of vocabulary.types) {
    const where = type.extends ?? [];
    for (const place of where.filter((one) => !NOT_DRAWN.test(one))) {
      for (const kind of CONCRETE[place] ?? [place]) {
        const element = moddle.create(kind);
        missing.push(
          ...type.properties
            .filter((one) => !isShown(element, `guicheng:${one.name}`))
            .map((one) => `${kind} ${one.name}`),
        );
      }
    }
    if (!where.length && !CHILDREN.includes(`guicheng:${type.name}`)) missing.push(type.name);
  }
  expect(missing).toEqual([]);
});

test('the panel names no property that does not exist', () => {
  const wrong = Object.entries(SETTABLE).flatMap(([type, names]) => {
    const descriptor = (moddle as never as { getType(type: string): { $descriptor: Described } }).getType(type);
    const known = descriptor.$descriptor.properties.map((one) => one.ns.name);
    return names
      .filter((one) => !known.includes(one) && !known.includes(`bpmn:${one}`))
      .map((one) => `${type} ${one}`);
  });
  expect(wrong).toEqual([]);
});

interface Described {
  properties: { ns: { name: string } }[];
}

test('what has no field is listed by name with its content', async () => {
  const { rootElement } = await moddle.fromXML(`<?xml version="1.0"?>
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guicheng="urn:guicheng:bpmn:1"
      xmlns:other="urn:other" targetNamespace="x">
      <message id="paid" name="paid" /><resource id="gm" name="GM" guicheng:role="gm" />
      <process id="p">
        <userTask id="t" name="T" guicheng:due="= a" guicheng:made="up" other:assignee="demo" startQuantity="2">
          <extensionElements><guicheng:assignment kind="role" value="gm" /><other:listener class="X" /></extensionElements>
          <potentialOwner id="o"><resourceRef>gm</resourceRef></potentialOwner>
          <multiInstanceLoopCharacteristics behavior="One" />
        </userTask>
      </process>
    </definitions>`);
  const process = (rootElement.get('rootElements') as Moddle[])[2] as Moddle;
  const [task] = process.get('flowElements') as Moddle[];
  const left = Object.fromEntries(rest(task as Moddle).map((one) => [one.name, one.value]));
  expect(Object.keys(left).sort()).toEqual(
    ['guicheng:made', 'loopCharacteristics · behavior', 'other:assignee', 'other:listener', 'resources', 'startQuantity'].sort(),
  );
  expect(left['other:listener']).toContain('class=X');
  expect(beside(rootElement).map((one) => one.name)).toEqual(['Resource']);
});
