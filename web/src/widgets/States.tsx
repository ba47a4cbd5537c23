/** What is shown instead of content: loading, empty, failed. */
import { Button, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { useLang } from '../i18n';

export function PageLoading() {
  const { t } = useTranslation();
  return (
    <div className="state" role="status" aria-label={t('common.loading')}>
      <Spin size="large" />
    </div>
  );
}

export function ListLoading({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="list" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div className="row ghost" key={row}>
          <span className="ghost-line" style={{ width: `${38 + ((row * 13) % 30)}%` }} />
          <span className="ghost-line thin" style={{ width: `${24 + ((row * 7) % 20)}%` }} />
        </div>
      ))}
    </div>
  );
}

interface StateProps {
  title: string;
  hint?: string;
  mark?: ReactNode;
  action?: ReactNode;
}

export function StateMessage({ title, hint, mark, action }: StateProps) {
  return (
    <div className="state">
      {mark ?? <EmptyMark />}
      <p className="state-title">{title}</p>
      {hint && <p className="state-hint">{hint}</p>}
      {action}
    </div>
  );
}

/** An empty tray, drawn with the page's own lines. */
function EmptyMark() {
  return (
    <svg className="state-mark" viewBox="0 0 96 72" aria-hidden="true">
      <path d="M14 42 26 14h44l12 28v16H14z" />
      <path d="M14 42h20l5 8h18l5-8h20" />
      <path className="accent" d="M36 25h24M33 33h30" />
    </svg>
  );
}

function AlertMark() {
  return (
    <svg className="state-mark" viewBox="0 0 96 72" aria-hidden="true">
      <circle cx="48" cy="36" r="24" />
      <path className="seal" d="M48 24v15M48 46.500v1" />
    </svg>
  );
}

/** The text of a failure for people; a server's sentence comes before ours. */
export function useProblemText(): (error: unknown) => { title: string; hint: string } {
  const { t } = useTranslation();
  const lang = useLang();
  return (error) => {
    if (!(error instanceof Problem)) return { title: t('problem.unknown'), hint: '' };
    if (error.offline) return { title: t('problem.offline'), hint: t('problem.offlineHint') };
    if (error.status === 404) {
      return { title: t('problem.notFound'), hint: t('problem.notFoundHint') };
    }
    const detail = lang === 'zh' ? error.zh : error.en;
    return { title: detail || t('problem.unknown'), hint: '' };
  };
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { t } = useTranslation();
  const text = useProblemText()(error);
  return (
    <div role="alert">
      <StateMessage
        title={text.title}
        hint={text.hint}
        mark={<AlertMark />}
        action={retry && <Button onClick={() => retry()}>{t('common.retry')}</Button>}
      />
    </div>
  );
}

export function CrashState() {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <StateMessage
        title={t('problem.crash')}
        hint={t('problem.crashHint')}
        mark={<AlertMark />}
        action={<Button onClick={() => window.location.reload()}>{t('common.refresh')}</Button>}
      />
    </div>
  );
}
