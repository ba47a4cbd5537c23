import { expect, test } from 'vitest';
import { contextOf, valueOf } from './inputs';

test('typed texts become values of the type of the input', () => {
  expect(valueOf('number', ' 400 ')).toBe(400);
  expect(valueOf('number', '4oo')).toBe('4oo');
  expect(valueOf('boolean', 'true')).toBe(true);
  expect(valueOf('string', 'gm')).toBe('gm');
  expect(valueOf('number', '')).toBeNull();
});

test('a path is a field of a context', () => {
  expect(contextOf([['total', 400], ['client.grade', 'A'], ['client.city', '沪']])).toEqual({
    total: 400,
    client: { grade: 'A', city: '沪' },
  });
});
