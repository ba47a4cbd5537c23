/** The words for what differs: properties by the page's texts or by the vocabulary's own labels. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import vocabulary from '../../../../../engine/bpmn/guicheng-moddle.json';
import { studio, studioKey } from '../../../api/studio';
import { useLang } from '../../../i18n';
import { useNames } from '../useNames';
import type { Change, Compared } from './difference';
import type { Term } from './facts';

const LABELS = new Map<string, { zh: string; en: string }>();
for (const type of vocabulary.types) {
  for (const { name, description } of type.properties as { name: string; description?: string }[]) {
    const [zh, en] = (description ?? '').split(' / ');
    if (zh && en && !LABELS.has(name)) LABELS.set(name, { zh: first(zh), en: first(en) });
  }
}

/** What may be one of our words; an expression is told as it is written. */
const WORD = /^[a-z-]+$/;

/** A label without its examples. */
function first(text: string): string {
  return text.split(/[(（:：,，;；]/)[0]?.trim() ?? text;
}

export interface Words {
  property: (name: string, of?: string) => string;
  terms: (terms: Term[]) => string;
  name: (change: Change) => string;
  type: (type: string) => string;
}

/** `of` is the process whose roles and people are named. */
export function useWords(of: string, names: Compared['names']): Words {
  const { t } = useTranslation();
  const lang = useLang();
  const person = useNames();
  const choices = useQuery({
    queryKey: studioKey(of, 'choices'),
    queryFn: () => studio.choices(of),
    staleTime: 300_000,
  });
  const { roles = [], groups = [], departments = [] } = choices.data ?? {};
  const known = new Map([...departments, ...groups, ...roles].map((one) => [one.id, one[lang]]));
  const type = (name: string) => t(`compare.type.${name}`, { defaultValue: name });
  const word = (path: string): string => {
    const place = path.indexOf('.');
    const raw = path.slice(place + 1);
    if (path.startsWith('type.')) return type(raw);
    if (!WORD.test(raw)) return raw;
    return t([`compare.value.${path}`, `compare.value.any.${raw}`], { defaultValue: raw });
  };
  const who = (id: string) => known.get(id.replace(/^\w+:/, '')) ?? person(id);
  const say = ({ as, is }: Term) => {
    if (as === 'word') return word(is);
    if (as === 'person') return who(is);
    if (as === 'element') return names.get(is)?.[lang] ?? word(`any.${is}`);
    return is;
  };
  return {
    type,
    property: (name, one) => {
      const label = t(`compare.property.${name}`, { defaultValue: LABELS.get(name)?.[lang] ?? name });
      return one ? `${label} · ${t(`compare.type.${one}`, { defaultValue: one })}` : label;
    },
    terms: (terms) => terms.map(say).join(''),
    name: (change) => {
      const own = lang === 'en' ? change.nameEn : change.name;
      if (!change.ends) return own || change.id;
      return own ? `${change.ends[lang]}${t('compare.named', { name: own })}` : change.ends[lang];
    },
  };
}
