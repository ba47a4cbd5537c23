// Reads a JSON list of FEEL expressions, writes feelin's values in the plain form of answers.py.
import { readFileSync } from 'node:fs';
import { evaluate } from 'feelin';

function plain(value, depth = 0) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return { $number: String(value) };
  if (depth > 20) return { $deep: true };
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  const kind = typeof value === 'function' ? 'Function' : (value.constructor?.name ?? 'Object');
  if (kind !== 'Object') return { $kind: kind, $text: String(value) };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
}

function answer(text) {
  try {
    return { value: plain(evaluate(text, {}).value) };
  } catch (error) {
    return { error: String(error.message).slice(0, 120) };
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf-8')).map(answer)));
