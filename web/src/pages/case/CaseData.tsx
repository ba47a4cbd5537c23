/** The variables of a case that the reader may see, and its files. */
import { PaperClipOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '../../api/calls';
import type { FileRef, Json, Variables } from '../../api/types';
import { formatSize, formatValue, isFileList } from '../../lib/format';

interface Props {
  instanceId: string;
  variables: Variables;
}

export function CaseData({ instanceId, variables }: Props) {
  const { t } = useTranslation();
  const rows = Object.entries(variables).filter(([, value]) => value !== null && value !== '');
  if (rows.length === 0) return <p className="quiet">{t('case.noData')}</p>;
  return (
    <dl className="data">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {isFileList(value) ? <Files instanceId={instanceId} files={value} /> : <Value value={value} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function isTable(value: Json): value is Record<string, Json>[] {
  const isRow = (item: Json) => typeof item === 'object' && item !== null && !Array.isArray(item);
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

function Value({ value }: { value: Json }) {
  const { t } = useTranslation();
  const line = (one: Json) => formatValue(one, t('common.yes'), t('common.no'));
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
        </li>
      ))}
    </ul>
  );
}
