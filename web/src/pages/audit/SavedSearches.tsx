/** Searches that were kept, one's own and those shared among auditors; and keeping this one. */
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CaseQuestion } from '../../api/audit';
import type { SavedFilter } from '../../api/desk';
import { useUser } from '../../session';
import { SavedQuestions, useSaved } from '../../widgets/SavedQuestions';
import { addressOf } from './searching';

const AUDITORS = 'role:auditor';

export function SavedSearches({ asked }: { asked: CaseQuestion }) {
  const { t } = useTranslation();
  const user = useUser();
  const [search, setSearch] = useSearchParams();
  const saved = useSaved(true);
  const open = (one: SavedFilter): void => {
    const address = addressOf(one.audit ?? {});
    address.set('saved', one.id);
    setSearch(address, { replace: true });
  };
  const keep = (name: string, shared: boolean) => ({
    name,
    audit: asked as never,
    shared_with: shared ? [AUDITORS] : [],
  });
  return (
    <SavedQuestions
      saved={saved}
      on={search.get('saved') ?? ''}
      open={open}
      close={() => setSearch({ tab: 'search' }, { replace: true })}
      keep={Object.keys(asked).length > 0 ? keep : null}
      sharing={user.roles.includes('auditor') ? t('audit.share') : undefined}
    />
  );
}
