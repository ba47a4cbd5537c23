/** What differs between two versions of a form, in words, a field to a line. */
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../i18n';
import { FORM, type FieldChange, type FormFact } from './formDifference';

export function FormChanges({ changes }: { changes: FieldChange[] }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <ul className="form-changes">
      {changes.map((change) => (
        <li key={`${change.kind}:${change.id}`}>
          <span className={`change-kind ${change.kind}`}>{t(`compare.${change.kind}`)}</span>
          <span className="change-what">
            <span>
              {change.id === FORM ? t('compare.wholeForm') : t(`compare.field.${change.type}`, { defaultValue: t('compare.fieldAny') })}{' '}
              {change.id !== FORM && <strong>{lang === 'en' ? change.labelEn : change.label}</strong>}
            </span>
            {change.facts.map((fact) => (
              <Told key={fact.path} fact={fact} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Told({ fact }: { fact: FormFact }) {
  const { t } = useTranslation();
  const said = (value: string) => (/^(true|false)$/.test(value) ? t(`compare.value.any.${value}`) : value);
  const [before, after] = [said(fact.before), said(fact.after)];
  return (
    <span className="change-detail">
      <span className="quiet">
        {t('compare.of', { property: t(`compare.formFact.${fact.path.replace(/\W/g, '_')}`, { defaultValue: fact.path }) })}
      </span>
      <span>
        {before && <del>{before}</del>}
        {before && ' → '}
        {after ? <ins>{after}</ins> : t('compare.gone')}
      </span>
    </span>
  );
}
