/** The auditor's search as it stands in the address, and as the server is asked. */
import dayjs from 'dayjs';
import type { CaseQuestion } from '../../api/audit';
import { periodOf, type Address } from './address';

export const STATUSES = ['active', 'completed', 'terminated', 'withdrawn', 'rejected'] as const;
export const OPERATIONS = [
  'returned',
  'taken-back',
  'signers',
  'transferred',
  'delegated',
  'appointed',
  'substituted',
  'jump',
  'edited',
  'suspended',
  'withdrawn',
  'skipped',
  'timed-out',
  'urged',
  'copied',
  'incident',
] as const;
const PLAIN = ['text', 'process', 'person', 'clause'] as const;

/** Both ends of an amount; `variable` is whatever else the address asks for. */
function variablesOf(read: Address['read']): string[] {
  const name = read('amount');
  return [
    ...(name && read('least') ? [`${name}>=${read('least')}`] : []),
    ...(name && read('most') ? [`${name}<=${read('most')}`] : []),
    ...(read('variable') ? [read('variable')] : []),
  ];
}

export function questionOf(read: Address['read']): CaseQuestion {
  const asked = Object.fromEntries(
    PLAIN.flatMap((name) => (read(name) ? [[name, read(name)]] : [])),
  );
  const status = STATUSES.find((one) => one === read('status'));
  const operation = OPERATIONS.find((one) => one === read('operation'));
  const variable = variablesOf(read);
  return {
    ...asked,
    ...periodOf(read),
    ...(status ? { status } : {}),
    ...(operation ? { operation } : {}),
    ...(variable.length ? { variable } : {}),
  };
}

const PART = /^([^<>=]+)(>=|<=)(.*)$/;

/** The address under which a kept question is asked again. */
export function addressOf(asked: CaseQuestion): URLSearchParams {
  const search = new URLSearchParams({ tab: 'search' });
  for (const name of [...PLAIN, 'status', 'operation'] as const) {
    const value = asked[name];
    if (value) search.set(name, value);
  }
  for (const name of ['since', 'until'] as const) {
    const at = asked[name];
    if (at) search.set(name, dayjs(at).format('YYYY-MM-DD'));
  }
  for (const one of asked.variable ?? []) {
    const [, name, sign, value] = PART.exec(one) ?? [];
    if (!name || !value) search.set('variable', one);
    else {
      search.set('amount', name);
      search.set(sign === '>=' ? 'least' : 'most', value);
    }
  }
  return search;
}
