/** What the expressions of the draft may name, for the fields that write them. */
import { createContext, useContext, useMemo } from 'react';
import type { StudioScope } from '../../../../api/studio';
import { useLang } from '../../../../i18n';
import type { Suggested } from './suggest';

export interface Naming {
  of: string;
  scope: StudioScope | undefined;
  parameters: string[];
}

export const NamingContext = createContext<Naming>({ of: '', scope: undefined, parameters: [] });

export function useNaming(): Naming {
  return useContext(NamingContext);
}

/** Every name with what the forms call it; the company's figures last. */
export function useSuggested(): Suggested[] {
  const { scope, parameters } = useNaming();
  const lang = useLang();
  return useMemo(
    () => [
      ...(scope?.names ?? []).map((one) => ({ name: one.name, said: (lang === 'zh' ? one.zh : one.en) || one.zh })),
      ...parameters.map((one) => ({ name: `parameters.${one}`, said: '' })),
    ],
    [scope, parameters, lang],
  );
}
