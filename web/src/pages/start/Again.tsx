/** What this person started lately: begin another one, as it was or empty. */
import { CopyOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/calls';
import type { Definition } from '../../api/types';

const SHOWN = 4;

export function Again({ startable }: { startable: Definition[] }) {
  const { t } = useTranslation();
  const query = { scope: 'started', limit: 12 } as const;
  const found = useQuery({
    queryKey: ['instances', query],
    queryFn: () => api.instances(query),
  });
  const known = new Set(startable.map((one) => one.key));
  const items = (found.data?.items ?? []).filter((one) => known.has(one.process)).slice(0, SHOWN);
  if (items.length === 0) return null;
  return (
    <section className="family" aria-label={t('start.lately')}>
      <h2 className="family-title">{t('start.lately')}</h2>
      <ul className="quick">
        {items.map((one) => (
          <li key={one.id}>
            <Link to={`/start/${encodeURIComponent(one.process)}?from=${one.id}`} data-key-row>
              <CopyOutlined aria-hidden /> {one.title || one.process_name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
