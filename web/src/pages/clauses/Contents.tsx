/** The contents of the book: families with their procedures; on a phone a list to choose from. */
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChapterHead } from '../../api/clauses';
import { useLang } from '../../i18n';
import type { Lang } from '../../lib/format';

interface Props {
  chapters: ChapterHead[];
  chosen: string;
  choose: (procedure: string) => void;
}

/** What a procedure is called; one without a process is known by its key and its policy. */
export function chapterName(chapter: ChapterHead, lang: Lang): string {
  const name = lang === 'en' ? chapter.name_en || chapter.name : chapter.name;
  return name || chapter.procedure;
}

/** Families that have processes first, in the order of the book. */
export function families(chapters: ChapterHead[]): [string, ChapterHead[]][] {
  const found = new Map<string, ChapterHead[]>();
  for (const chapter of chapters) {
    const family = chapter.version ? chapter.family : 'other';
    found.set(family, [...(found.get(family) ?? []), chapter]);
  }
  return [...found].sort(([one], [two]) => Number(one === 'other') - Number(two === 'other'));
}

export function Contents({ chapters, chosen, choose }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const groups = families(chapters);
  const familyName = (family: string) => t(`book.families.${family}`, { defaultValue: family });
  return (
    <>
      <Select
        className="book-choice"
        aria-label={t('book.contents')}
        placeholder={t('book.choose')}
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen || null}
        onChange={choose}
        options={groups.map(([family, items]) => ({
          label: familyName(family),
          options: items.map((one) => ({ value: one.procedure, label: chapterName(one, lang) })),
        }))}
      />
      <nav className="book-contents" aria-label={t('book.contents')}>
        {groups.map(([family, items]) => (
          <details key={family} open={family !== 'other' || items.some((one) => one.procedure === chosen)}>
            <summary className="book-family">{familyName(family)}</summary>
            <ul>
              {items.map((one) => (
                <li key={one.procedure}>
                  <button
                    type="button"
                    className="book-link"
                    aria-current={one.procedure === chosen ? 'page' : undefined}
                    onClick={() => choose(one.procedure)}
                  >
                    <span>{chapterName(one, lang)}</span>
                    <span className="book-count">
                      {one.to_review > 0 && <span className="tag warn">{one.to_review}</span>}
                      {one.version > 0 ? `${one.traced}/${one.total}` : one.total}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </nav>
    </>
  );
}
