/** A sentence of the dictionary with an element in the place of `{{time}}`. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  sentence: string;
  values?: Record<string, string>;
  children: ReactNode;
}

const GAP = '\u0000';

export function Timed({ sentence, values = {}, children }: Props) {
  const { t } = useTranslation();
  const [before, after] = t(sentence, { ...values, time: GAP }).split(GAP);
  return (
    <span>
      {before}
      {children}
      {after}
    </span>
  );
}
