/** How many items of a batch stand how. */
import { useTranslation } from 'react-i18next';

const ORDER = ['waiting', 'done', 'changed', 'refused', 'failed', 'stopped', 'barred'];

export function Counts({ counts }: { counts: Record<string, number> }) {
  const { t } = useTranslation();
  return ORDER.filter((status) => counts[status]).map((status) => (
    <span key={status} className={`tag ${status}`}>
      {t(`batch.item.${status}`)} {counts[status]}
    </span>
  ));
}
