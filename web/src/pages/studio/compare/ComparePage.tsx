/** Two versions of a process side by side: the diagrams, the list of changes, the other files. */
import { SwapOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { StudioFile } from '../../../api/studio';
import { ErrorState, ListLoading, StateMessage } from '../../../widgets/States';
import { StudioPlaces } from '../StudioPlaces';
import './compare.css';
import { DiagramPair } from './DiagramPair';
import { FileChanges } from './FileChanges';
import './texts';
import { DRAFT, useFiles, useVersions } from './useVersions';

export default function ComparePage() {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const { query, pending, choices } = useVersions(key);
  const to = search.get('to') ?? choices[0] ?? '';
  const from = search.get('from') ?? choices.find((one) => one !== to) ?? '';
  useEffect(() => {
    document.title = `${t('compare.title')} · ${t('app.name')}`;
  }, [t]);
  const say = (choice: string) =>
    choice === DRAFT ? t('compare.draft') : t('compare.version', { number: choice });
  const options = choices.map((value) => ({ value, label: say(value) }));
  const choose = (chosen: { from: string; to: string }) => setSearch(chosen, { replace: true });
  return (
    <div className="page compare-page">
      <StudioPlaces of={key} here="compare" />
      <h1 className="page-title">{t('compare.title')}</h1>
      <p className="quiet compare-lead">{t('compare.lead')}</p>
      {pending && <ListLoading />}
      {query.isLoadingError && <ErrorState error={query.error} retry={query.refetch} />}
      {!pending && choices.length === 1 && (
        <StateMessage title={t('compare.one')} hint={t('compare.oneHint')} />
      )}
      {from && to && (
        <>
          <div className="filters compare-choice">
            <Select
              aria-label={t('compare.from')}
              value={from}
              options={options}
              onChange={(value: string) => choose({ from: value, to })}
              popupMatchSelectWidth={false}
            />
            <Button
              icon={<SwapOutlined aria-hidden />}
              aria-label={t('compare.swap')}
              title={t('compare.swap')}
              onClick={() => choose({ from: to, to: from })}
            />
            <Select
              aria-label={t('compare.to')}
              value={to}
              options={options}
              onChange={(value: string) => choose({ from, to: value })}
              popupMatchSelectWidth={false}
            />
          </div>
          <Compared of={key} from={from} to={to} say={say} />
        </>
      )}
    </div>
  );
}

interface ComparedProps {
  of: string;
  from: string;
  to: string;
  say: (choice: string) => string;
}

function Compared({ of, from, to, say }: ComparedProps) {
  const { t } = useTranslation();
  const before = useFiles(of, from);
  const after = useFiles(of, to);
  const failed = [before, after].find((one) => one.isLoadingError);
  if (failed) return <ErrorState error={failed.error} retry={failed.refetch} />;
  if (!before.data || !after.data) return <ListLoading />;
  const diagram = (files: StudioFile[]) => files.find((one) => one.kind === 'process')?.text ?? '';
  return (
    <>
      <DiagramPair
        key={`${from}:${to}`}
        of={of}
        before={diagram(before.data)}
        after={diagram(after.data)}
        names={[say(from), say(to)]}
      />
      <FileChanges before={before.data} after={after.data} />
      <p className="quiet">
        {t('compare.figures')}{' '}
        <Link to={`/studio/parameters?process=${encodeURIComponent(of)}`}>{t('compare.toFigures')}</Link>
      </p>
    </>
  );
}
