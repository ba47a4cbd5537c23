/** What an element has in its file that no field of the panel shows: nothing is hidden. */
import type { Moddle } from '../types';
import { isShown, OUTSIDE, qualified } from './shown';

export interface Left {
  name: string;
  value: string;
  /** Of another tool: whose attribute or child it is, so that it can be removed. */
  foreign?: Moddle;
}

const MOST = 200;

function entries(of: Moddle): [string, unknown][] {
  const own = Object.entries(of).filter(([name]) => !name.startsWith('$') && name !== 'di');
  return own.filter(([, value]) => value !== undefined && value !== null && value !== '');
}

function attributes(of: Moddle): [string, string][] {
  return Object.entries((of as { $attrs?: Record<string, string> }).$attrs ?? {}).filter(
    ([name]) => !name.startsWith('xmlns') && name !== 'xsi:type',
  );
}

/** A value in a line: its name or text, else its kind with what is written in it. */
export function told(value: unknown, deep = 0): string {
  if (typeof value !== 'object' || value === null) return String(value).slice(0, MOST);
  if (Array.isArray(value)) return value.map((one) => told(one, deep)).join(' · ').slice(0, MOST);
  const of = value as Moddle;
  const parts = [...entries(of), ...attributes(of)].filter(([name]) => name !== 'id');
  const inside = parts.map(([name, one]) => {
    const said = deep > 2 ? '…' : told(one, deep + 1);
    return ['body', 'text', '$body'].includes(name) ? said : `${name}=${said}`;
  });
  const kind = (of.$type ?? '').replace(/^bpmn:/, '');
  return `${kind}${of.id ? ` ${of.id}` : ''} ${inside.join(' ')}`.trim().slice(0, MOST);
}

/** Of the element itself, of its markers and its extensions. */
export function rest(of: Moddle): Left[] {
  const left: Left[] = [];
  for (const [name, value] of entries(of)) {
    if (name === 'extensionElements') left.push(...extensions(value as Moddle));
    else if (name === 'loopCharacteristics') left.push(...inside(name, value as Moddle));
    else if (name === 'eventDefinitions') {
      for (const one of value as Moddle[]) left.push(...inside(one.$type.replace('bpmn:', ''), one));
    } else if (!isShown(of, name)) left.push({ name: qualified(of, name), value: told(value) });
  }
  left.push(...attributes(of).map(([name, value]) => ({ name, value, ...owner(name, of) })));
  return left;
}

function inside(name: string, of: Moddle): Left[] {
  return rest(of).map((one) => ({ ...one, name: `${name} · ${one.name}` }));
}

function extensions(holder: Moddle): Left[] {
  const values = (holder.get('values') as Moddle[] | undefined) ?? [];
  return values
    .filter((one) => !isShown(holder, one.$type))
    .map((one) => ({ name: one.$type, value: told(one), ...owner(one.$type, one) }));
}

function owner(name: string, foreign: Moddle): Partial<Left> {
  return name.includes(':') && !name.startsWith('bpmn:') ? { foreign } : {};
}

/** Of the file: what stands beside the process and is not drawn. */
export function beside(definitions: Moddle | undefined): Left[] {
  const found = (definitions?.get('rootElements') as Moddle[] | undefined) ?? [];
  return found
    .filter((one) => !OUTSIDE.includes(one.$type))
    .map((one) => ({ name: one.$type.replace('bpmn:', ''), value: told(one) }));
}
