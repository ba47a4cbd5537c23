/** The approval sheet of a case, as it comes out of a printer; the PDF is made by the server. */
import { FilePdfOutlined, PrinterOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import dayjs from 'dayjs';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { fileOf } from '../../api/download';
import { desk, type Sheet } from '../../api/desk';
import { useLang } from '../../i18n';
import { localName, type Lang } from '../../lib/format';
import { Signature } from '../../widgets/Signature';
import { ErrorState, PageLoading, useProblemText } from '../../widgets/States';
import './texts';

export default function PrintPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['sheet', id], queryFn: () => desk.sheet(id), staleTime: 0 });
  const title = found.data?.instance.title ?? '';
  useEffect(() => {
    document.title = `${title} · ${t('sheet.title')}`;
  }, [title, t]);
  if (found.isPending) return <PageLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  return (
    <div className="page sheet-page">
      <div className="sheet-tools">
        <Link className="back" to={`/cases/${id}`}>
          ‹ {t('sheet.back')}
        </Link>
        <span className="sheet-buttons">
          <PdfButton id={id} title={title} />
          <Button
            type="primary"
            icon={<PrinterOutlined aria-hidden />}
            onClick={() => window.print()}
          >
            {t('sheet.print')}
          </Button>
        </span>
      </div>
      <Paper sheet={found.data} />
    </div>
  );
}

function PdfButton({ id, title }: { id: string; title: string }) {
  const { t } = useTranslation();
  const lang = useLang();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const get = useMutation({
    mutationFn: () =>
      fileOf(`/api/v1/instances/${encodeURIComponent(id)}/sheet.pdf?language=${lang}`, `${title}.pdf`),
    onError: (error: unknown) => void message.error(problemText(error).title, 8),
  });
  return (
    <Button
      icon={<FilePdfOutlined aria-hidden />}
      loading={get.isPending}
      onClick={() => get.mutate()}
    >
      {t('sheet.pdf')}
    </Button>
  );
}

/** With its year: paper is kept. */
function atOn(moment: string | null): string {
  return moment ? dayjs(moment).format('YYYY-MM-DD HH:mm') : '';
}

function Paper({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const lang = useLang();
  const found = sheet.instance;
  const ends = found.end_events.map((one) => localName(one.name, one.name_en, lang)).join('、');
  return (
    <article className="sheet">
      <header>
        <h1>{`${localName(found.process_name, found.process_name_en, lang)} · ${t('sheet.title')}`}</h1>
        <p>{found.title}</p>
      </header>
      <dl className="sheet-facts">
        <dt>{t('case.number')}</dt>
        <dd>{found.business_key ?? (found.number || found.id)}</dd>
        <dt>{t('case.initiator')}</dt>
        <dd>{localName(found.initiator_name, found.initiator_name_en, lang)}</dd>
        <dt>{t('case.started')}</dt>
        <dd>
          {atOn(found.started_at)}
        </dd>
        <dt>{t('case.outcome')}</dt>
        <dd>{ends || t('sheet.open')}</dd>
      </dl>
      <Fields title={t('sheet.fields')} fields={sheet.fields.filter((one) => one.asked)} />
      <Fields title={t('sheet.since')} fields={sheet.fields.filter((one) => !one.asked)} />
      <h2>{t('sheet.steps')}</h2>
      <Steps sheet={sheet} lang={lang} />
      <footer className="sheet-proof">
        {t('sheet.verify', { id: found.id, version: sheet.chain_version, head: sheet.chain_head })}
      </footer>
    </article>
  );
}

/** How wide what stands beside another field may be, in halves of a Chinese character. */
const NARROW = { label: 16, value: 28 };

function width(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter < '\u0080' ? 1 : 2), 0);
}

interface Line {
  label: string;
  value: string;
  wide: boolean;
}

/** Short ones in pairs, the others alone over the whole width. */
function linesOf(fields: Sheet['fields'], lang: Lang): Line[] {
  const lines: Line[] = [];
  let open: Line | null = null; // a short one that still has room beside it
  for (const one of fields) {
    const label = localName(one.label, one.label_en, lang);
    const value = localName(one.value, one.value_en, lang);
    const wide = width(label) > NARROW.label || width(value) > NARROW.value || value.includes('\n');
    const line: Line = { label, value, wide };
    lines.push(line);
    if (wide && open) open.wide = true;
    open = wide || open ? null : line;
  }
  if (open) open.wide = true;
  return lines;
}

function Fields({ title, fields }: { title: string; fields: Sheet['fields'] }) {
  const lang = useLang();
  if (fields.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <dl className="sheet-fields">
        {linesOf(fields, lang).map((one, place) => (
          <div key={place} className={one.wide ? 'is-wide' : ''}>
            <dt>{one.label}</dt>
            <dd>{one.value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Steps({ sheet, lang }: { sheet: Sheet; lang: Lang }) {
  const { t } = useTranslation();
  return (
    <table className="sheet-steps">
      <thead>
        <tr>
          <th scope="col">{t('sheet.step')}</th>
          <th scope="col">{t('sheet.who')}</th>
          <th scope="col">{t('sheet.said')}</th>
          <th scope="col">{t('sheet.at')}</th>
        </tr>
      </thead>
      <tbody>
        {sheet.steps.map((one, place) => (
          <tr key={place}>
            <td>
              {localName(one.name, one.name_en, lang)}
              {one.clauses.length > 0 && <small>{one.clauses.join(' ')}</small>}
            </td>
            <td>
              {one.who}
              {one.instead_of && ` ${t('sheet.insteadOf', { name: one.instead_of })}`}
            </td>
            <td>
              {localName(one.decision, one.decision_en, lang)}
              {one.opinion && <p>{one.opinion}</p>}
              <Signature instanceId={sheet.instance.id} digest={one.signature} />
            </td>
            <td>
              {atOn(one.at)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
