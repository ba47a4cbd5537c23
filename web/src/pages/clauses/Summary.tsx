/** How far the written policy is carried out, family by family, and what waits to be reviewed. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChapterHead } from '../../api/clauses';
import { useLang } from '../../i18n';
import { chapterName, families } from './Contents';

const COUNTS = ['total', 'traced', 'waived', 'missing', 'to_review'] as const;
type Count = (typeof COUNTS)[number];

interface Props {
  chapters: ChapterHead[];
  choose: (procedure: string) => void;
  toState: (state: 'missing' | 'review') => void;
}

export function Summary({ chapters, choose, toState }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const sum = (of: ChapterHead[], name: Count) => of.reduce((found, one) => found + one[name], 0);
  const built = chapters.filter((one) => one.version > 0);
  const open = built.filter((one) => one.traced + one.waived < one.total || one.to_review > 0);
  return (
    <section className="book-summary" aria-labelledby="book-summary-heading">
      <h2 className="card-title" id="book-summary-heading">
        {t('book.coverage')}
      </h2>
      <p className="quiet">{t('book.chooseHint')}</p>
      <div className="book-scroll" tabIndex={0} role="region" aria-labelledby="book-summary-heading">
        <table className="book-table">
          <thead>
            <tr>
              <th scope="col">{t('book.family')}</th>
              {COUNTS.map((name) => (
                <th scope="col" key={name} className="number">
                  {t(`book.count_${name}`)}
                </th>
              ))}
              <th scope="col">{t('book.share')}</th>
            </tr>
          </thead>
          <tbody>
            {families(chapters).map(([family, items]) => (
              <tr key={family}>
                <th scope="row">{t(`book.families.${family}`, { defaultValue: family })}</th>
                {COUNTS.map((name) => (
                  <td key={name} className={name === 'to_review' && sum(items, name) ? 'number warn' : 'number'}>
                    {sum(items, name)}
                  </td>
                ))}
                <td>
                  <Share done={sum(items, 'traced') + sum(items, 'waived')} of={sum(items, 'total')} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3 className="book-subtitle">{t('book.openOnes')}</h3>
      {open.length === 0 && <p className="quiet">{t('book.noneOpen')}</p>}
      <ul className="book-open">
        {open.map((one) => (
          <li key={one.procedure}>
            <Button type="link" onClick={() => choose(one.procedure)}>
              {chapterName(one, lang)}
            </Button>
            <span className="quiet">
              {one.missing > 0 && t('book.missingOf', { count: one.missing })}
              {one.missing > 0 && one.to_review > 0 && ' · '}
              {one.to_review > 0 && t('book.toReview', { count: one.to_review })}
            </span>
          </li>
        ))}
      </ul>
      <p className="book-ways">
        <Button onClick={() => toState('review')}>{t('book.seeReview')}</Button>
        <Button onClick={() => toState('missing')}>{t('book.seeMissing')}</Button>
      </p>
    </section>
  );
}

function Share({ done, of }: { done: number; of: number }) {
  const percent = of ? Math.floor((done * 100) / of) : 0;
  return (
    <span className="book-share">
      <span className="book-bar" aria-hidden>
        <span style={{ width: `${percent}%` }} />
      </span>
      {percent}%
    </span>
  );
}
