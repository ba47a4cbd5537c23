/** Rights per process: who sees, starts, works, owns, operates and audits it. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { StateMessage } from '../../widgets/States';
import { listOf, principalName, type Option } from './names';
import { RIGHTS, RightsDialog } from './RightsDialog';

const EVERY = '*';

export function Rights({ sections }: { sections: Sections }) {
  const { t } = useTranslation();
  const lang = useLang();
  const [doing, setDoing] = useState<{ process?: string } | null>(null);
  const found = useQuery({ queryKey: ['definitions'], queryFn: api.definitions });
  const processes: Option[] = [
    { value: EVERY, label: t('house.everyProcess') },
    ...(found.data?.items ?? []).map((one) => ({ value: one.key, label: localName(one.name, one.name_en, lang) })),
  ];
  const nameOfProcess = (key: string): string => processes.find((one) => one.value === key)?.label ?? key;
  const declared = Object.entries(sections['rights'] ?? {});
  return (
    <>
      <p className="quiet room-lead">{t('house.rightsLead')}</p>
      <div className="filters">
        <Button type="primary" onClick={() => setDoing({})}>
          {t('house.addTitle.rights')}
        </Button>
      </div>
      {declared.length === 0 && <StateMessage title={t('house.noRights')} />}
      {declared.length > 0 && (
        <ul className="list" aria-label={t('house.views.rights')}>
          {declared.map(([process, entry]) => (
            <li className="row person" key={process}>
              <div className="row-main">
                <span className="row-title">
                  <strong>{nameOfProcess(process)}</strong>
                </span>
                <dl className="right-lines">
                  {RIGHTS.filter((right) => listOf(entry, right).length > 0).map((right) => (
                    <div key={right}>
                      <dt>{t(`house.fields.${right}`)}</dt>
                      <dd>
                        {listOf(entry, right)
                          .map((one) => principalName(sections, one, lang))
                          .join('、')}
                      </dd>
                    </div>
                  ))}
                </dl>
              </div>
              <div className="row-side person-actions">
                <Button
                  aria-label={`${t('house.person.change')} ${nameOfProcess(process)}`}
                  onClick={() => setDoing({ process })}
                >
                  {t('house.person.change')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {doing && (
        <RightsDialog {...doing} sections={sections} processes={processes} close={() => setDoing(null)} />
      )}
    </>
  );
}
