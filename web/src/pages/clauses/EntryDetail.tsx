/** What carries a clause out, what proves it, where it acted, why it is waived, what to review. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { clauses, type ClauseEntry, type ClausePlace } from '../../api/clauses';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { Marks } from './Marks';
import { PlaceDialog } from './PlaceDialog';

export function EntryDetail({ entry }: { entry: ClauseEntry }) {
  const { t } = useTranslation();
  const lang = useLang();
  const { clause, waiver } = entry;
  return (
    <div className="book-detail">
      {entry.to_review > 0 && <Marks clause={clause.id} places={entry.places} />}
      {waiver && (
        <Part title={t('book.waiver')}>
          <p>{lang === 'en' ? waiver.en : waiver.zh}</p>
        </Part>
      )}
      <Part title={t('book.carriedOut')}>
        <Places entry={entry} />
      </Part>
      <Part title={t('book.provenBy')}>
        {entry.scenarios.length === 0 && <p className="quiet">{t('book.noScenario')}</p>}
        <ul className="book-lines">
          {entry.scenarios.map((one) => (
            <li key={`${one.process}:${one.id}`}>{lang === 'en' ? one.en : one.zh}</li>
          ))}
        </ul>
      </Part>
      {entry.places.length > 0 && (
        <Part title={t('book.acted')}>
          <Acted clause={clause.id} />
        </Part>
      )}
      {clause.source && (
        <Part title={t('book.source')}>
          <p className="quiet">{clause.source.replace(/\S+\.txt(?: › )?/g, '')}</p>
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="book-part">
      <h4 className="book-part-title">{title}</h4>
      <div>{children}</div>
    </div>
  );
}

function Places({ entry }: { entry: ClauseEntry }) {
  const { t } = useTranslation();
  const lang = useLang();
  const [shown, setShown] = useState<ClausePlace | null>(null);
  if (entry.places.length === 0) return <p className="quiet">{t('book.nowhere')}</p>;
  const elements = entry.places
    .filter((one) => one.element && one.process === shown?.process)
    .map((one) => one.element);
  return (
    <>
      <ul className="book-lines">
        {entry.places.map((one) => (
          <li key={`${one.process}:${one.element}`}>
            <Link to={`/clauses?procedure=${encodeURIComponent(one.process)}`}>
              {localName(one.process_name, one.process_name_en, lang)}
            </Link>
            {' › '}
            {one.element
              ? localName(one.name, one.name_en, lang) || one.element
              : t('book.wholeProcess')}
            {one.places
              .filter((place) => place !== one.element && one.element)
              .map((place) => (
                <code key={place} className="book-place">
                  {place}
                </code>
              ))}
            <Button type="link" size="small" onClick={() => setShown(one)}>
              {t('book.seeDiagram')}
            </Button>
          </li>
        ))}
      </ul>
      {shown && (
        <PlaceDialog
          process={shown.process}
          name={localName(shown.process_name, shown.process_name_en, lang)}
          elements={elements}
          clause={entry.clause.id}
          close={() => setShown(null)}
        />
      )}
    </>
  );
}

function Acted({ clause }: { clause: string }) {
  const { t } = useTranslation();
  const detail = useQuery({
    queryKey: ['clauses', 'entry', clause],
    queryFn: () => clauses.entry(clause),
  });
  if (detail.isPending) return <p className="quiet">{t('common.loading')}</p>;
  if (!detail.data) return <p className="quiet">{t('problem.unknown')}</p>;
  if (detail.data.acted === 0) return <p className="quiet">{t('book.actedNone')}</p>;
  return (
    <>
      <p>{t('book.actedOf', { looked: detail.data.looked_at, count: detail.data.acted })}</p>
      <ul className="book-lines">
        {detail.data.cases.slice(0, 8).map((one) => (
          <li key={one.id}>
            <Link to={`/cases/${one.id}`}>{one.title}</Link>{' '}
            <span className="quiet">
              <Moment at={one.started_at} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
