/** One figure: its use, its history, and a new value that is checked and published. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Problem } from '../../../api/client';
import { figures, type Figure } from '../../../api/figures';
import { useLang } from '../../../i18n';
import { localName } from '../../../lib/format';
import { Moment } from '../../../widgets/Moment';
import { useProblemText } from '../../../widgets/States';
import { FigureInput } from './FigureInput';
import { FigureValue, OriginTag } from './FigureRow';

export function FigureDrawer({ figure, close }: { figure: Figure; close: () => void }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <Drawer
      open
      size={520}
      title={lang === 'en' ? figure.en : figure.zh}
      onClose={close}
      classNames={{ body: 'figure-drawer' }}
    >
      <p className="figure-now">
        <span className="quiet">{t('figure.now')}</span>
        <FigureValue figure={figure} value={figure.value} />
        <OriginTag figure={figure} />
      </p>
      <p className="row-meta">
        <code>{figure.id}</code>
        {figure.clauses.map((id) => (
          <Link key={id} to={`/clauses?text=${id}`} className="clause-id">
            {id}
          </Link>
        ))}
      </p>
      {figure.may_change ? (
        <Editor key={figure.value} figure={figure} />
      ) : (
        <p className="quiet">{t('figure.noChange')}</p>
      )}
      <h3 className="card-title">{t('figure.usedBy')}</h3>
      <ul className="figure-users">
        {figure.users.length === 0 && <li className="quiet">{t('figure.unused')}</li>}
        {figure.users.map((one) => (
          <li key={one.key}>
            <Link to={`/studio/${encodeURIComponent(one.key)}`}>
              {localName(one.name, one.name_en, lang)}
            </Link>
          </li>
        ))}
      </ul>
      <History figure={figure} />
    </Drawer>
  );
}

function Editor({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [value, setValue] = useState(figure.value);
  const [note, setNote] = useState('');
  const publish = useMutation({
    mutationFn: () => figures.change(figure, value.trim(), note.trim()),
    onSuccess: async () => {
      void message.success(t('figure.published'));
      await client.invalidateQueries({ queryKey: ['figures'] });
    },
  });
  const findings = publish.error instanceof Problem ? publish.error : null;
  return (
    <div className="figure-editor">
      <FigureInput figure={figure} value={value} change={setValue} />
      <label className="field">
        <span className="field-label">{t('figure.note')}</span>
        <Input.TextArea
          rows={2}
          maxLength={2000}
          value={note}
          placeholder={t('figure.noteHint')}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {figure.kind === 'limit' && figure.rows.length > 1 && (
        <p className="quiet">
          {t('figure.table', { name: figure.source, count: figure.rows.length })}
        </p>
      )}
      <p className="quiet">{t('figure.keeps')}</p>
      {findings && <Alert type="error" showIcon title={problemText(findings).title} role="alert" />}
      <Button
        type="primary"
        disabled={value.trim() === figure.value}
        loading={publish.isPending}
        onClick={() => publish.mutate()}
      >
        {t('figure.publish')}
      </Button>
      {publish.isPending && (
        <p className="quiet" role="status">
          {t('figure.publishing')}
        </p>
      )}
    </div>
  );
}

function History({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  const history = useQuery({
    queryKey: ['figures', 'history', figure.id],
    queryFn: () => figures.history(figure.id),
  });
  return (
    <>
      <h3 className="card-title">{t('figure.history')}</h3>
      <ol className="figure-history">
        {(history.data?.items ?? []).map((one) => (
          <li key={one.version}>
            <FigureValue figure={figure} value={one.value} />
            <span className="quiet">
              {t('figure.historyLine', { version: one.version, name: one.by_name })}{' '}
              <Moment at={one.at} />
            </span>
            {one.note && <span className="figure-note">{one.note}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}
