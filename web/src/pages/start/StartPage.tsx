/** The catalogue: drafts, favourites and what was started lately, then processes by family. */
import { StarFilled, StarOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/calls';
import type { Definition } from '../../api/types';
import { useLang } from '../../i18n';
import { byFamily, matchesText } from '../../lib/catalogue';
import { localName } from '../../lib/format';
import { SearchField } from '../../widgets/SearchField';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { Again } from './Again';
import { Drafts } from './Drafts';
import './texts';
import { useFavourites } from './useFavourites';

export default function StartPage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [onlyMine, setOnlyMine] = useState(true);
  const { favourites, star } = useFavourites();
  const definitions = useQuery({ queryKey: ['definitions'], queryFn: api.definitions });
  useEffect(() => {
    document.title = `${t('start.title')} · ${t('app.name')}`;
  }, [t]);
  const shown = (definitions.data?.items ?? []).filter(
    (one) => (one.startable || !onlyMine) && matchesText(one, text),
  );
  const chosen = favourites.flatMap((key) => shown.filter((one) => one.key === key));
  return (
    <div className="page">
      <h1 className="page-title">{t('start.title')}</h1>
      <div className="filters">
        <SearchField value={text} label={t('start.search')} onSearch={setText} />
        <label className="switch">
          <Switch size="small" checked={onlyMine} onChange={setOnlyMine} />
          {t('start.onlyMine')}
        </label>
      </div>
      {definitions.isPending && <ListLoading />}
      {definitions.isLoadingError && <ErrorState error={definitions.error} retry={definitions.refetch} />}
      {definitions.data && shown.length === 0 && (
        <StateMessage
          title={text ? t('inbox.emptyFilter') : t('start.empty')}
          hint={t('start.emptyHint')}
        />
      )}
      {!text && <Drafts />}
      {!text && <Again startable={(definitions.data?.items ?? []).filter((one) => one.startable)} />}
      <Family
        title={t('start.favourites')}
        items={text ? [] : chosen}
        favourites={favourites}
        star={star}
      />
      {byFamily(shown).map(([family, items]) => (
        <Family
          key={family}
          title={t(`family.${family}`, { defaultValue: family })}
          items={items}
          favourites={favourites}
          star={star}
        />
      ))}
    </div>
  );
}

interface Starred {
  favourites: string[];
  star: (key: string) => void;
}

function Family({ title, items, ...starred }: Starred & { title: string; items: Definition[] }) {
  if (items.length === 0) return null;
  return (
    <section className="family" aria-label={title}>
      <h2 className="family-title">{title}</h2>
      <ul className="tiles">
        {items.map((item) => (
          <Tile key={item.key} item={item} {...starred} />
        ))}
      </ul>
    </section>
  );
}

function Tile({ item, favourites, star }: Starred & { item: Definition }) {
  const { t } = useTranslation();
  const lang = useLang();
  const name = localName(item.name, item.name_en, lang);
  const notes = [
    t('start.version', { version: item.version }),
    item.clauses.length > 0 && t('start.clauseCount', { count: item.clauses.length }),
    item.placeholder && t('start.placeholder'),
    !item.startable && t('start.notStartable'),
  ].filter(Boolean);
  return (
    <li className={`tile ${item.startable ? '' : 'is-off'}`}>
      {item.startable ? (
        <Link className="tile-link" to={`/start/${encodeURIComponent(item.key)}`} data-key-row>
          {name}
        </Link>
      ) : (
        <span className="tile-name">{name}</span>
      )}
      <span className="tile-notes">{notes.join(' · ')}</span>
      {item.startable && (
        <button
          type="button"
          className="tile-star"
          aria-pressed={favourites.includes(item.key)}
          aria-label={t('start.star', { name })}
          onClick={() => star(item.key)}
        >
          {favourites.includes(item.key) ? <StarFilled aria-hidden /> : <StarOutlined aria-hidden />}
        </button>
      )}
    </li>
  );
}
