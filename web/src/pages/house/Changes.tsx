/** Every recorded change of the organisation, newest first: who, when, from which day on. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { house, type Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { Moment } from '../../widgets/Moment';
import { Timed } from '../../widgets/Timed';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { helpedText, nameOf, whoOf } from './names';

/** What the engine writes down before the first change. */
const BEGINNING = 'began with';

export function Changes({ sections }: { sections: Sections }) {
  const { t } = useTranslation();
  const lang = useLang();
  const name = (login: string): string => nameOf(sections, 'people', login, lang);
  const found = useQuery({ queryKey: ['organisation', 'changes'], queryFn: house.changes });
  const said = (reason: string): string => 
    reason === BEGINNING ? t('house.beganWith') : helpedText(reason, sections, lang);
  if (found.isPending) return <ListLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const items = [...(found.data?.items ?? [])].reverse();
  if (items.length === 0) return <StateMessage title={t('house.noChanges')} />;
  return (
    <ul className="list" aria-label={t('house.views.changes')}>
      {items.map((one) => (
        <li className="row" key={one.id}>
          <div className="row-main">
            <p className="row-title">
              {one.leaver
                ? t('house.leftTo', { leaver: name(one.leaver), successor: name(one.successor) })
                : said(one.reason) || t('house.noReason')}
            </p>
            <span className="row-meta">
              <span>{whoOf(sections, one.by, lang, t('house.machine'))}</span>
              <Moment at={one.at} />
              {one.effective_from > one.at && (
                <Timed sentence="house.effectiveOn">
                  <Moment at={one.effective_from} />
                </Timed>
              )}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
