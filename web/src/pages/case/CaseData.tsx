/** The variables of a case that the reader may see, and its files. */
import { PaperClipOutlined } from '@ant-design/icons';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '../../api/calls';
import type { CaseDetail, FileRef, Json, Label } from '../../api/types';
import { useLang } from '../../i18n';
import { formatSize, isFileList } from '../../lib/format';
import { isShown } from '../../lib/previews';
import { labelOf, labelText, valueText } from '../../lib/labels';

const FilePreview = lazy(() => import('../../widgets/FilePreview'));

export function CaseData({ found }: { found: CaseDetail }) {
  const { t } = useTranslation();
  const lang = useLang();
  const rows = Object.entries(found.variables).filter(([, value]) => value !== null && value !== '');
  if (rows.length === 0) return <p className="quiet">{t('case.noData')}</p>;
  return (
    <dl className="data">
      {rows.map(([name, value]) => {
        const label = labelOf(found.labels, name);
        return (
          <div key={name}>
            <dt title={name}>{labelText(label, name, lang)}</dt>
            <dd>
              {isFileList(value) ? (
                <Files instanceId={found.id} files={value} />
              ) : (
                <Value label={label} value={value} />
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function isTable(value: Json): value is Record<string, Json>[] {
  const isRow = (item: Json) => typeof item === 'object' && item !== null && !Array.isArray(item);
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

function Value({ label, value }: { label: Label | undefined; value: Json }) {
  const { t } = useTranslation();
  const words = { lang: useLang(), yes: t('common.yes'), no: t('common.no') };
  const line = (one: Json) => valueText(label, one, words);
  if (!isTable(value)) return <>{line(value)}</>;
  return (
    <ol className="data-rows">
      {value.map((row, index) => (
        <li key={index}>{line(row)}</li>
      ))}
    </ol>
  );
}

function Files({ instanceId, files }: { instanceId: string; files: FileRef[] }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<FileRef | null>(null);
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.digest} className="file">
          <PaperClipOutlined aria-hidden />
          <a
            className="file-name"
            href={fileUrl(instanceId, file.digest)}
            download={file.name}
            aria-label={t('form.download', { name: file.name })}
          >
            {file.name}
          </a>
          <span className="file-size">{formatSize(file.size)}</span>
          {isShown(file) && (
            <button type="button" className="file-show" onClick={() => setShown(file)}>
              {t('form.preview')}
            </button>
          )}
        </li>
      ))}
      {shown && (
        <Suspense fallback={null}>
          <FilePreview instanceId={instanceId} file={shown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </ul>
  );
}
