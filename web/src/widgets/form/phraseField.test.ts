import { expect, test } from 'vitest';
import { isOpinion } from './phraseField';

test('phrases are offered where an opinion is written, by the key of the field', () => {
  expect(['opinion', 'review_opinion'].map(isOpinion)).toEqual([true, true]);
  expect([undefined, 'reason', 'opinions', 'opinion_date'].some(isOpinion)).toBe(false);
});
