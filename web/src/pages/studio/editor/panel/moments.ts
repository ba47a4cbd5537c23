/** Waits that are said in a number and a unit, as FEEL and back; other FEEL is left as it is. */

export type Unit = 'workdays' | 'work-hours' | 'days' | 'hours';

/** `amount` is a whole number or one of the company's figures, such as `parameters.answer_days`. */
export interface Wait {
  amount: string;
  unit: Unit;
}

const FIGURE = 'parameters\\.[\\p{L}_][\\p{L}\\p{N}_]*';
const AMOUNT = new RegExp(`^(\\d+|${FIGURE})$`, 'u');

function pattern(text: string): RegExp {
  const spaced = text.replace(/[()*]/g, '\\s*\\$&\\s*').replaceAll(',', '\\s*,\\s*').replaceAll(' after', '\\s+after');
  return new RegExp(`^${spaced.replace('FIGURE', `(${FIGURE})`).replace('NUMBER', '(\\d+)')}$`, 'u');
}

const FORMS: [Unit, RegExp][] = [
  ['workdays', pattern('workdays after(now(),FIGURE)')],
  ['workdays', pattern('workdays after(now(),NUMBER)')],
  ['work-hours', pattern('working time after(now(),duration("PTNUMBERH"))')],
  ['work-hours', pattern('working time after(now(),duration("PT1H")*FIGURE)')],
  ['days', pattern('duration("PNUMBERD")')],
  ['days', pattern('duration("P1D")*FIGURE')],
  ['hours', pattern('duration("PTNUMBERH")')],
  ['hours', pattern('duration("PT1H")*FIGURE')],
];

/** The wait that this FEEL (without `=`) says, or null when it says something else. */
export function waitOf(feel: string): Wait | null {
  for (const [unit, form] of FORMS) {
    const amount = form.exec(feel.trim())?.[1];
    if (amount) return { amount, unit };
  }
  return null;
}

export function isAmount(text: string): boolean {
  return AMOUNT.test(text.trim());
}

function duration(amount: string, one: string, many: string): string {
  return /^\d+$/.test(amount) ? `duration("${many}")` : `duration("${one}") * ${amount}`;
}

/** As FEEL without `=`. */
export function feelOf({ amount, unit }: Wait): string {
  const hours = duration(amount, 'PT1H', `PT${amount}H`);
  if (unit === 'workdays') return `workdays after(now(), ${amount})`;
  if (unit === 'work-hours') return `working time after(now(), ${hours})`;
  return unit === 'hours' ? hours : duration(amount, 'P1D', `P${amount}D`);
}
