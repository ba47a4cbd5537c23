/** Roles or groups with the people who have them; each is changed in a dialog. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { StateMessage } from '../../widgets/States';
import { MembersDialog, type MemberSection } from './MembersDialog';
import { membersOf, nameOf } from './names';

interface Props {
  sections: Sections;
  section: MemberSection;
}

export function Members({ sections, section }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const [doing, setDoing] = useState<{ id?: string } | null>(null);
  const ids = Object.keys(sections[section] ?? {});
  return (
    <>
      <div className="filters">
        <Button type="primary" onClick={() => setDoing({})}>
          {t(`house.addTitle.${section}`)}
        </Button>
      </div>
      {ids.length === 0 && <StateMessage title={t('house.noEntries')} />}
      {ids.length > 0 && (
        <ul className="list" aria-label={t(`house.views.${section}`)}>
          {ids.map((id) => {
            const names = membersOf(sections, section, id).map((one) => nameOf(sections, 'people', one, lang));
            const name = nameOf(sections, section, id, lang);
            return (
              <li className="row person" key={id}>
                <div className="row-main">
                  <span className="row-title">
                    <strong>{name}</strong> <span className="quiet">{id}</span>
                  </span>
                  <p className="row-text">{names.join('、') || t('house.nobodyIn')}</p>
                </div>
                <div className="row-side person-actions">
                  <Button aria-label={`${t('house.person.change')} ${name}`} onClick={() => setDoing({ id })}>
                    {t('house.person.change')}
                  </Button>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {doing && (
        <MembersDialog section={section} {...doing} sections={sections} close={() => setDoing(null)} />
      )}
    </>
  );
}
