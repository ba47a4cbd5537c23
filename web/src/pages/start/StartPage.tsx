/** The catalogue: processes by family, with search. */
import { RightOutlined } from '@ant-design/icons';
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

export default function StartPage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [onlyMine, setOnlyMine] = useState(true);
  const definitions = useQuery({ queryKey: ['definitions'], queryFn: api.definitions });
  useEffect(() => {
    document.title = `${t('start.title')} · ${t('app.name')}`;
  }, [t]);
  const shown = (definitions.data?.items ?? []).filter(
    (one) => (one.startable || !onlyMine) && matchesText(one, text),
  );
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
      {byFamily(shown).map(([family, items]) => (
        <Family key={family} family={family} items={items} />
      ))}
    </div>
  );
}

function Family({ family, items }: { family: string; items: Definition[] }) {
  const { t } = useTranslation();
  const title = t(`family.${family}`, { defaultValue: family });
  return (
    <section className="family" aria-label={title}>
      <h2 className="family-title">{title}</h2>
      <ul className="tiles">
        {items.map((item) => (
          <Tile key={item.key} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Tile({ item }: { item: Definition }) {
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
      {item.startable && <RightOutlined className="tile-arrow" aria-hidden />}
    </li>
  );
}
