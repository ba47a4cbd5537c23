/** The departments as a tree, with their heads and people. */
import { useTranslation } from 'react-i18next';
import type { Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { nameOf, textOf } from './names';

export function Departments({ sections }: { sections: Sections }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-label={t('house.views.departments')}>
      <Branch sections={sections} parent="" />
    </section>
  );
}

function Branch({ sections, parent }: { sections: Sections; parent: string }) {
  const { t } = useTranslation();
  const lang = useLang();
  const below = Object.entries(sections['departments'] ?? {}).filter(
    ([, entry]) => textOf(entry, 'parent') === parent,
  );
  if (below.length === 0) return null;
  const countOf = (id: string): number =>
    Object.values(sections['people'] ?? {}).filter((one) => textOf(one, 'department') === id).length;
  return (
    <ul className={parent ? undefined : 'tree'}>
      {below.map(([id, entry]) => (
        <li key={id}>
          <strong>{nameOf(sections, 'departments', id, lang)}</strong>{' '}
          <span className="quiet">
            {t('house.departmentFacts', {
              count: countOf(id),
              head: textOf(entry, 'head')
                ? nameOf(sections, 'people', textOf(entry, 'head'), lang)
                : t('common.none'),
            })}
          </span>
          <Branch sections={sections} parent={id} />
        </li>
      ))}
    </ul>
  );
}
