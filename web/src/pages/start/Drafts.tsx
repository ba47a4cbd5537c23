/** What this person has begun to fill in and not sent. */
import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { desk } from '../../api/desk';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { Timed } from '../../widgets/Timed';

export function Drafts() {
  const { t } = useTranslation();
  const lang = useLang();
  const found = useQuery({ queryKey: ['drafts'], queryFn: desk.drafts, staleTime: 0 });
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="family" aria-label={t('start.drafts')}>
      <h2 className="family-title">{t('start.drafts')}</h2>
      <ul className="quick">
        {items.map((one) => (
          <li key={one.key}>
            <Link to={`/start/${encodeURIComponent(one.key)}`} data-key-row>
              <EditOutlined aria-hidden /> {localName(one.name, one.name_en, lang)}
            </Link>
            <span className="quiet">
              <Timed sentence="start.savedAt">
                <Moment at={one.saved_at} />
              </Timed>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
