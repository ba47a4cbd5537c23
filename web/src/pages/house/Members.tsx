/** Roles or groups with the people who have them. */
import { useTranslation } from 'react-i18next';
import type { Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { StateMessage } from '../../widgets/States';
import { listOf, nameOf } from './names';

interface Props {
  sections: Sections;
  section: 'roles' | 'groups';
}

export function Members({ sections, section }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const entries = Object.entries(sections[section] ?? {});
  const membersOf = (id: string): string[] =>
    section === 'groups'
      ? listOf(sections['groups']?.[id], 'members')
      : Object.entries(sections['people'] ?? {})
          .filter(([, person]) => listOf(person, 'roles').includes(id))
          .map(([login]) => login);
  if (entries.length === 0) return <StateMessage title={t('house.noEntries')} />;
  return (
    <section className="card scroll-x" aria-label={t(`house.views.${section}`)}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('house.fields.name')}</th>
            <th scope="col">{t('house.fields.members')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([id]) => (
            <tr key={id}>
              <th scope="row">
                {nameOf(sections, section, id, lang)}
                <div className="quiet">{id}</div>
              </th>
              <td>
                {membersOf(id)
                  .map((login) => nameOf(sections, 'people', login, lang))
                  .join('、') || t('common.none')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
