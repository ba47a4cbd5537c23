/** What a change of the organisation would do, entry by entry in words, and what depends on it. */
import { useTranslation } from 'react-i18next';
import type { EntryDependence, EntryDifference, Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { differingFields } from './differing';
import { nameOf } from './names';

const TRUTH: Record<string, string> = { true: 'common.yes', false: 'common.no' };

interface Props {
  plan: { changes: EntryDifference[]; notices: string[]; depends?: EntryDependence[] };
  sections: Sections;
}

export function PlanLines({ plan, sections }: Props) {
  const { t } = useTranslation();
  const { changes, notices, depends = [] } = plan;
  return (
    <div role="status" className="plan">
      <p className="field-label">{t('house.differences', { count: changes.length })}</p>
      {changes.length === 0 ? (
        <p className="quiet">{t('house.noDifferences')}</p>
      ) : (
        <ul className="plan-lines">
          {changes.map((one) => (
            <Line key={`${one.section}.${one.id}`} one={one} sections={sections} />
          ))}
        </ul>
      )}
      {depends.length > 0 && (
        <>
          <p className="field-label">{t('house.depends')}</p>
          <ul className="plan-lines">
            {depends.map((one) => (
              <Dependence key={`${one.section}.${one.id}`} one={one} sections={sections} />
            ))}
          </ul>
        </>
      )}
      {notices.map((line) => (
        <p className="quiet" key={line}>
          {line}
        </p>
      ))}
    </div>
  );
}

function useEntryName(sections: Sections) {
  const { t } = useTranslation();
  const lang = useLang();
  return (one: EntryDifference | EntryDependence): string => {
    const given = 'after' in one ? (one.after ?? one.before) : null;
    const known = nameOf(sections, one.section, one.id, lang);
    const name = known === one.id && given ? localName(String(given['name'] ?? ''), String(given['name_en'] ?? ''), lang) : known;
    return `${t(`house.section.${one.section}`)} ${name || one.id}`;
  };
}

function Line({ one, sections }: { one: EntryDifference; sections: Sections }) {
  const { t } = useTranslation();
  const lang = useLang();
  const entryName = useEntryName(sections);
  const kind = one.before === null ? 'new' : one.after === null ? 'gone' : 'other';
  const fields = kind === 'gone' ? [] : differingFields(one, sections, lang);
  const said = (words: string[]): string => words.map((word) => TRUTH[word] ? t(TRUTH[word]) : word).join('、');
  return (
    <li>
      <span className={`tag plan-${kind}`}>{t(`house.plan.${kind}`)}</span> <strong>{entryName(one)}</strong>
      {fields.map((field) => (
        <div key={field.name} className="plan-field">
          <span className="quiet">{t(`house.fields.${field.name}`, field.name)}</span>{' '}
          {field.removed.length > 0 && <del>{said(field.removed)}</del>}
          {field.removed.length > 0 && field.added.length > 0 && ' → '}
          {field.added.length > 0 && <ins>{said(field.added)}</ins>}
        </div>
      ))}
    </li>
  );
}

function Dependence({ one, sections }: { one: EntryDependence; sections: Sections }) {
  const { t } = useTranslation();
  const lang = useLang();
  const entryName = useEntryName(sections);
  const processes = one.processes.map((process) => localName(process.name, process.name_en, lang));
  return (
    <li>
      <strong>{entryName(one)}</strong>
      {processes.length > 0 && (
        <div>{t('house.namedBy', { count: processes.length, names: processes.join('、') })}</div>
      )}
      {one.work > 0 && <div>{t('house.workWaits', { count: one.work })}</div>}
    </li>
  );
}
