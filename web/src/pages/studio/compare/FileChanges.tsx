/** Forms, decision tables and parameters of two versions, line by line where they differ. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioFile } from '../../../api/studio';
import { tableLines } from './tableLines';
import { compareLines, shortened } from './lines';

interface Props {
  before: StudioFile[];
  after: StudioFile[];
}

interface Pair {
  name: string;
  before: string | null;
  after: string | null;
}

/** A form's JSON with a property to a line, a table with a rule to a line, however written. */
function readable(file: StudioFile | undefined): string | null {
  if (!file) return null;
  if (file.name.endsWith('.dmn')) return tableLines(file.text);
  if (!file.name.endsWith('.form')) return file.text;
  try {
    return JSON.stringify(JSON.parse(file.text), null, 2);
  } catch {
    return file.text;
  }
}

function changedPairs(before: StudioFile[], after: StudioFile[]): Pair[] {
  const names = new Set([...before, ...after].filter((one) => one.kind !== 'process').map((one) => one.name));
  const find = (files: StudioFile[], name: string) => files.find((one) => one.name === name);
  return [...names]
    .map((name) => ({
      name,
      before: readable(find(before, name)),
      after: readable(find(after, name)),
    }))
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
  const lines = useMemo(
    () => shortened(compareLines(pair.before ?? '', pair.after ?? '')),
    [pair],
  );
  const whole = pair.before === null ? 'compare.fileAdded' : pair.after === null && 'compare.fileRemoved';
  return (
    <details className="compare-file" open>
      <summary>
        <code>{pair.name}</code> {whole && <span className="tag">{t(whole)}</span>}
      </summary>
      <div className="compare-lines" tabIndex={0} role="group" aria-label={pair.name}>
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
    </details>
  );
}
