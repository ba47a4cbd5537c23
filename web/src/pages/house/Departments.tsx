/** The departments as a tree, with their heads and people; each is changed in a dialog. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { DepartmentDialog } from './DepartmentDialog';
import { nameOf, textOf } from './names';

export function Departments({ sections }: { sections: Sections }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<{ id?: string } | null>(null);
  return (
    <>
      <div className="filters">
        <Button type="primary" onClick={() => setDoing({})}>
          {t('house.addTitle.departments')}
        </Button>
      </div>
      <section className="card" aria-label={t('house.views.departments')}>
        <Branch sections={sections} parent="" change={(id) => setDoing({ id })} />
      </section>
      {doing && <DepartmentDialog {...doing} sections={sections} close={() => setDoing(null)} />}
    </>
  );
}

interface BranchProps {
  sections: Sections;
  parent: string;
  change: (id: string) => void;
}

function Branch({ sections, parent, change }: BranchProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const below = Object.entries(sections['departments'] ?? {}).filter(
    ([, entry]) => textOf(entry, 'parent') === parent,
  );
  if (below.length === 0) return null;
  const countOf = (id: string): number =>
    Object.values(sections['people'] ?? {}).filter(
      (one) => one['active'] !== false && textOf(one, 'department') === id,
    ).length;
  return (
    <ul className="tree">
      {below.map(([id, entry]) => {
        const name = nameOf(sections, 'departments', id, lang);
        const head = textOf(entry, 'head');
        return (
          <li key={id}>
            <div className="tree-row">
              <span>
                <strong>{name}</strong>{' '}
                <span className="quiet">
                  {t('house.departmentFacts', {
                    count: countOf(id),
                    head: head ? nameOf(sections, 'people', head, lang) : t('common.none'),
                  })}
                </span>
              </span>
              <Button size="small" aria-label={`${t('house.person.change')} ${name}`} onClick={() => change(id)}>
                {t('house.person.change')}
              </Button>
            </div>
            <Branch sections={sections} parent={id} change={change} />
          </li>
        );
      })}
    </ul>
  );
}
