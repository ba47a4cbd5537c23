/** A moment in short words, whole on hover. */
import { useLang } from '../i18n';
import { formatFull, formatMoment } from '../lib/format';
import { useNow } from './useNow';

export function Moment({ at }: { at: string | null }) {
  const lang = useLang();
  const now = useNow();
  if (!at) return null;
  return (
    <time dateTime={at} title={formatFull(at)}>
      {formatMoment(at, now, lang)}
    </time>
  );
}
