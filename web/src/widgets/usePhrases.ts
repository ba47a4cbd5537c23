/** What a person often writes as an opinion: their own phrases, else the usual ones. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/calls';
import '../pages/task/texts';

export function usePhrases(wanted = true): { pending: boolean; phrases: string[] } {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['phrases'], queryFn: api.phrases, enabled: wanted });
  const theirs = found.data?.items ?? [];
  const pending = wanted && found.isPending;
  const usual = ['agree', 'seen', 'more'].map((one) => t(`round.usual.${one}`));
  return { pending, phrases: theirs.length > 0 || pending ? theirs : usual };
}
