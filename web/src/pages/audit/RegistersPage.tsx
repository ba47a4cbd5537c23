/** The registers that I may read: lines with search, the file, and the step that wrote each. */
import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  auditing,
  registerUrl,
  type LinePage,
  type Register,
  type RegisterLine,
} from '../../api/audit';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { untagged } from '../../lib/tagged';
import { useVocabulary } from '../../lib/useVocabulary';
import { sayValue, type Vocabulary } from '../../lib/wording';
import { Moment } from '../../widgets/Moment';
import { SearchField } from '../../widgets/SearchField';
import { More } from '../../widgets/More';
import { ErrorState, ListLoading, PageLoading, StateMessage } from '../../widgets/States';
import { useAddress } from './address';
import './texts';
import './audit.css';

export default function RegistersPage() {
  const { t } = useTranslation();
  const lang = useLang();
  const { read, change } = useAddress();
  const registers = useQuery({ queryKey: ['registers'], queryFn: auditing.registers });
  useEffect(() => {
    document.title = `${t('registers.title')} · ${t('app.name')}`;
  }, [t]);
  if (registers.isPending) return <PageLoading />;
  if (registers.isLoadingError) {
    return <ErrorState error={registers.error} retry={registers.refetch} />;
  }
  const items = [...registers.data.items].sort((one, other) => other.lines - one.lines);
  const chosen = items.find((one) => one.name === read('register')) ?? items[0];
  const text = read('text');
  if (!chosen) return <StateMessage title={t('registers.none')} hint={t('registers.noneHint')} />;
  return (
    <div className="page wide audit">
      <h1 className="page-title">{t('registers.title')}</h1>
      <div className="filters">
        <Select
          className="register-choice"
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('registers.choose')}
          value={chosen.name}
          onChange={(value) => change('register', value)}
          options={items.map((one) => ({
            value: one.name,
            label: `${localName(one.zh, one.en, lang)} (${one.lines})`,
          }))}
          popupMatchSelectWidth={false}
        />
        <SearchField value={text} label={t('registers.text')} onSearch={(one) => change('text', one)} />
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button
            key={format}
            icon={<DownloadOutlined aria-hidden />}
            href={registerUrl(chosen.name, text, format)}
            download
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </div>
      <Lines key={chosen.name} register={chosen} text={text} />
    </div>
  );
}

function Lines({ register, text }: { register: Register; text: string }) {
  const { t } = useTranslation();
  const lang = useLang();
  const plain = useVocabulary({ labels: [] });
  const found = useInfiniteQuery({
    queryKey: ['register', register.name, text],
    queryFn: ({ pageParam }) => auditing.lines(register.name, { text, after: pageParam, limit: 50 }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (found.isPending) return <ListLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const lines = found.data.pages.flatMap((page) => page.items);
  if (lines.length === 0) {
    return <StateMessage title={t('registers.empty')} hint={t('registers.emptyHint')} />;
  }
  const columns = register.columns.length
    ? register.columns
    : [...new Set(lines.flatMap((line) => Object.keys(line.data)))].map((name) => ({
        name,
        zh: name,
        en: name,
        kind: 'text' as const,
        options: [],
      }));
  const words = wordsOf(plain, columns, found.data.pages);
  return (
    <>
      <div className="register" role="region" aria-label={localName(register.zh, register.en, lang)} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('registers.key')}</th>
              {columns.map((column) => (
                <th key={column.name} scope="col">
                  {localName(column.zh, column.en, lang)}
                </th>
              ))}
              <th scope="col">{t('registers.written')}</th>
              <th scope="col">{t('registers.keep')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <LineRow key={line.key} line={line} columns={columns} words={words} />
            ))}
          </tbody>
        </table>
      </div>
      <More of={found} />
    </>
  );
}

/** The words of the columns, of what stands in sub-tables, and the people of these lines. */
function wordsOf(plain: Vocabulary, columns: Register['columns'], pages: LinePage[]): Vocabulary {
  const own = columns.map((column) => ({ ...column, form_id: '' }));
  const people = Object.entries(Object.assign({}, ...pages.map((page) => page.people)) as Names);
  return {
    ...plain,
    labels: [...own, ...pages.flatMap((page) => page.labels)],
    called: people.map(([value, name]) => ({ value, zh: name, en: name })),
  };
}

type Names = Record<string, string>;

interface Row {
  line: RegisterLine;
  columns: Register['columns'];
  words: Vocabulary;
}

function LineRow({ line, columns, words }: Row) {
  const { t } = useTranslation();
  const at = line.element_id ? `?at=${encodeURIComponent(line.element_id)}` : '';
  return (
    <tr>
      <th scope="row">{line.key}</th>
      {columns.map((column) => (
        <td key={column.name} data-label={localName(column.zh, column.en, words.lang)}>
          {sayValue(words, column.name, untagged(line.data[column.name]))}
        </td>
      ))}
      <td data-label={t('registers.written')}>
        <Link to={`/audit/cases/${line.case}/replay${at}`}>
          <Moment at={line.written_at} />
        </Link>
      </td>
      <td data-label={t('registers.keep')}>{line.keep_until ?? t('registers.forGood')}</td>
    </tr>
  );
}
