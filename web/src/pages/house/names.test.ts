import { describe, expect, it } from 'vitest';
import { helpedText, whoOf } from './names';

const SECTIONS = { people: { cashier: { name: '冯秀兰', name_en: 'Feng Xiulan' } } };

describe('what an administrator did for somebody', () => {
  const noted = '给一次性密码 / one-time password given: cashier · 忘记密码';

  it('is said in one language and names the person', () => {
    expect(helpedText(noted, SECTIONS, 'zh')).toBe('给一次性密码：冯秀兰 · 忘记密码');
    expect(helpedText(noted, SECTIONS, 'en')).toBe('one-time password given: Feng Xiulan · 忘记密码');
  });

  it('leaves what somebody wrote as it is', () => {
    expect(helpedText('王 / 李: 调岗', SECTIONS, 'zh')).toBe('王 / 李: 调岗');
  });
});

it('calls the system by its word and a stranger by the login', () => {
  expect(whoOf(SECTIONS, 'system', 'zh', '系统')).toBe('系统');
  expect(whoOf(SECTIONS, 'gone', 'zh', '系统')).toBe('gone');
});
