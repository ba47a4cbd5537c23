import { describe, expect, it } from 'vitest';
import { differingFields } from './differing';

const SECTIONS = {
  people: { wang: { name: '王明', name_en: 'Wang Ming' } },
  roles: { cashier: { name: '出纳', name_en: 'Cashier' }, gm: { name: '总经理', name_en: 'GM' } },
};

describe('differingFields', () => {
  it('tells what comes and goes by names, without what stays', () => {
    const one = {
      section: 'people',
      id: 'li',
      before: { roles: ['cashier', 'x'], reports_to: null },
      after: { roles: ['cashier', 'gm'], reports_to: 'wang' },
    };
    expect(differingFields(one, SECTIONS, 'zh')).toEqual([
      { name: 'roles', added: ['总经理'], removed: ['x'] },
      { name: 'reports_to', added: ['王明'], removed: [] },
    ]);
  });

  it('tells everything of a new entry', () => {
    const one = { section: 'groups', id: 'n', before: null, after: { name: '夜班', members: ['wang'] } };
    expect(differingFields(one, SECTIONS, 'en')).toEqual([
      { name: 'name', added: ['夜班'], removed: [] },
      { name: 'members', added: ['Wang Ming'], removed: [] },
    ]);
  });
});
