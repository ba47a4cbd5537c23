/** The words for data of a case, in the language of the page. */
import { useTranslation } from 'react-i18next';
import type { Label, OptionText } from '../api/types';
import { useLang } from '../i18n';
import type { Vocabulary } from './wording';

interface Told {
  labels: Label[];
  called?: OptionText[];
}

export function useVocabulary({ labels, called = [] }: Told): Vocabulary {
  const { t } = useTranslation();
  const [yes, no] = [t('common.yes'), t('common.no')];
  const signs = { and: t('common.and'), or: t('common.or'), null: t('common.empty'), true: yes, false: no };
  return { lang: useLang(), yes, no, labels, called, signs };
}
