/** Named things as options of a field. */
import type { Named } from '../../../api/studio';
import type { Lang } from '../../../lib/format';
import type { Option } from './fields';

export function named(found: Named[], lang: Lang): Option[] {
  return found.map((one) => ({ value: one.id, label: lang === 'en' && one.en ? one.en : one.zh }));
}

export function plain(found: string[]): Option[] {
  return found.map((one) => ({ value: one, label: one }));
}
