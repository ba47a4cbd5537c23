/** The changes of a diagram in words; each leads to its element. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Compared, Detail } from './difference';
import { useWords, type Words } from './words';

interface Props {
  of: string;
  compared: Compared;
  chosen: string;
  choose: (id: string) => void;
}

export function ChangeList({ of, compared, chosen, choose }: Props) {
  const { t } = useTranslation();
  const words = useWords(of, compared.names);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  if (compared.changes.length === 0) return <p className="quiet">{t('compare.none')}</p>;
  return (
    <ul className="change-list" ref={list}>
      {compared.changes.map((change) => (
        <li key={`${change.kind}:${change.id}`}>
          <button
            type="button"
            className="change-item"
            aria-pressed={change.id === chosen}
            onClick={() => choose(change.id)}
          >
            <span className={`change-kind ${change.kind}`}>{t(`compare.${change.kind}`)}</span>
            <span className="change-what">
              <span>
                {words.type(change.type)} <strong>{words.name(change)}</strong>
              </span>
              {change.details.map((detail) => (
                <Told key={`${detail.property}/${detail.of}`} detail={detail} words={words} />
              ))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Only what is new of something that came or was empty; else both. */
function Told({ detail, words }: { detail: Detail; words: Words }) {
  const { t } = useTranslation();
  const [before, after] = [words.terms(detail.before), words.terms(detail.after)];
  return (
    <span className="change-detail">
      <span className="quiet">{t('compare.of', { property: words.property(detail.property, detail.of) })}</span>
      <span>
        {before && <del>{before}</del>}
        {before && ' → '}
        {after ? <ins>{after}</ins> : t('compare.gone')}
      </span>
    </span>
  );
}
