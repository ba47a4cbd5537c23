/** The names of people by their logins; a login stays where nobody has it. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { useLang } from '../../i18n';

export function useNames(): (login: string) => string {
  const lang = useLang();
  const people = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 300_000 });
  const known = new Map(
    (people.data?.items ?? []).map((one) => [
      one.id,
      lang === 'en' && one.name_en ? one.name_en : one.name,
    ]),
  );
  return (login) => known.get(login) ?? login;
}
