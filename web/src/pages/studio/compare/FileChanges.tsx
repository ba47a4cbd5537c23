/** Forms and decision tables of two versions where they differ, in words and tables. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioFile } from '../../../api/studio';
import { titleOf } from '../files/titles';
import { FormChanges } from './FormChanges';
import { compareForms } from './formDifference';
import { compareLines, shortened } from './lines';
import { TableChanges } from './TableChanges';
import { compareTables } from './tableDifference';

interface Props {
  before: StudioFile[];
  after: StudioFile[];
}

interface Pair {
  name: string;
  before: string | null;
  after: string | null;
}

function changedPairs(before: StudioFile[], after: StudioFile[]): Pair[] {
  const names = new Set([...before, ...after].filter((one) => one.kind !== 'process').map((one) => one.name));
  const find = (files: StudioFile[], name: string) => files.find((one) => one.name === name)?.text ?? null;
  return [...names]
    .map((name) => ({ name, before: find(before, name), after: find(after, name) }))
    .filter((pair) => pair.before !== pair.after);
}

export function FileChanges({ before, after }: Props) {
  const { t } = useTranslation();
  const pairs = useMemo(() => changedPairs(before, after), [before, after]);
  return (
    <section className="compare-files" aria-label={t('compare.files')}>
      <h2 className="card-title">{t('compare.files')}</h2>
      {pairs.length === 0 && <p className="quiet">{t('compare.noFiles')}</p>}
      {pairs.map((pair) => (
        <FileChange key={pair.name} pair={pair} />
      ))}
    </section>
  );
}

function FileChange({ pair }: { pair: Pair }) {
  const { t } = useTranslation();
  const whole = pair.before === null ? 'compare.fileAdded' : pair.after === null && 'compare.fileRemoved';
  const kind = pair.name.endsWith('.form') ? 'form' : pair.name.endsWith('.dmn') ? 'decision' : 'file';
  return (
    <details className="compare-file" open>
      <summary>
        {t(`compare.kind_${kind}`)} <strong>{titleOf(kind, pair.after ?? pair.before ?? '') || pair.name}</strong> <code className="quiet">{pair.name}</code>{' '}
        {whole && <span className="tag">{t(whole)}</span>}
      </summary>
      <div className="compare-content" tabIndex={0} role="group" aria-label={pair.name}>
        <Content pair={pair} kind={kind} />
      </div>
    </details>
  );
}

/** In words where the file can be read, else line by line. */
function Content({ pair, kind }: { pair: Pair; kind: string }) {
  const { t } = useTranslation();
  const [before, after] = [pair.before ?? '', pair.after ?? ''];
  const found = useMemo(() => {
    if (kind === 'decision') return { tables: compareTables(before, after), fields: [] };
    if (kind !== 'form') return { tables: [], fields: [] };
    try {
      return { tables: [], fields: compareForms(before, after) };
    } catch {
      return { tables: [], fields: [] };
    }
  }, [before, after, kind]);
  if (found.tables.length) return <TableChanges tables={found.tables} />;
  if (found.fields.length) return <FormChanges changes={found.fields} />;
  if (kind !== 'file') return <p className="compare-fact quiet">{t('compare.onlyLooks')}</p>;
  return <Lines before={before} after={after} />;
}

function Lines({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => shortened(compareLines(before, after)), [before, after]);
  return (
    <div className="compare-lines">
      {lines.map((line, place) => (
        <div key={place} className={`line ${line.kind}`}>
          <span className="line-mark" aria-hidden="true">
            {{ same: ' ', added: '+', removed: '−', gap: '⋯' }[line.kind]}
          </span>
          {line.kind === 'added' && <ins>{line.text}</ins>}
          {line.kind === 'removed' && <del>{line.text}</del>}
          {line.kind === 'same' && <span>{line.text}</span>}
        </div>
      ))}
    </div>
  );
}
