/** What people call the roles, departments, groups and people that a decision table names by code. */
import { useQuery } from '@tanstack/react-query';
import { studio, studioKey } from '../../../api/studio';
import { useLang } from '../../../i18n';
import type { Called } from './answers';

/** A code that nothing bears stays as it is. */
export function useCalled(of: string): Called {
  const lang = useLang();
  const { data } = useQuery({
    queryKey: studioKey(of, 'choices'),
    queryFn: () => studio.choices(of),
    staleTime: 300_000,
  });
  const all = data ? [data.people, data.groups, data.departments, data.roles].flat() : [];
  const known = new Map(all.map((one) => [one.id, lang === 'en' && one.en ? one.en : one.zh]));
  return (code) => known.get(code) ?? code;
}
