/** The changes of a diagram in words; each leads to its element. */
import { useTranslation } from 'react-i18next';
import type { Change, Detail } from './difference';

interface Props {
  changes: Change[];
  choose: (id: string) => void;
}

export function ChangeList({ changes, choose }: Props) {
  const { t } = useTranslation();
  if (changes.length === 0) return <p className="quiet">{t('compare.none')}</p>;
  return (
    <ul className="change-list">
      {changes.map((change) => (
        <li key={`${change.kind}:${change.id}`}>
          <button type="button" className="change-item" onClick={() => choose(change.id)}>
            <span className={`change-kind ${change.kind}`}>{t(`compare.${change.kind}`)}</span>
            <span className="change-what">
              <span>
                {t(`compare.type.${change.type}`, { defaultValue: change.type })}{' '}
                <strong>{change.name || change.id}</strong>
              </span>
              {change.details.map((detail) => (
                <Told key={detail.property} detail={detail} />
              ))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Told({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const property = t(`compare.property.${detail.property}`, {
    defaultValue: detail.property,
  });
  if (!detail.before && !detail.after) return <span className="quiet">{property}</span>;
  return (
    <span className="quiet">
      {property}: <del>{detail.before || t('compare.empty')}</del>{' → '}
      <ins>{detail.after || t('compare.empty')}</ins>
    </span>
  );
}
