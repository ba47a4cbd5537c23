/** The findings below the drawing, folded away until one wants to read them. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioFinding } from '../../../api/studio';
import { FindingList } from '../FindingList';

interface Props {
  /** Whether it is open from the beginning. */
  begin: boolean;
  /** Where the counter-example has come to. */
  arrived: string;
  findings: StudioFinding[];
  pending: boolean;
  example: StudioFinding | null;
  stop: () => void;
  choose: (finding: StudioFinding) => void;
  animate: (finding: StudioFinding) => void;
}

export function FindingsPane({ begin, arrived, findings, pending, example, stop, choose, animate }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(begin);
  const errors = findings.filter((one) => one.severity === 'error').length;
  const said = errors ? t('studio.mustFix', { count: errors }) : t('studio.noErrors');
  return (
    <section className="editor-findings" aria-label={t('editor.findings')}>
      <div className="editor-findings-bar">
        <Button type="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '▾' : '▸'} {t('editor.findings')}
        </Button>
        <span role="status" className={pending ? 'quiet' : errors ? 'findings-wrong' : 'findings-right'}>
          {pending ? t('editor.checking') : said}
          {!pending && findings.length > errors && ` · ${t('editor.warnings', { count: findings.length - errors })}`}
        </span>
        {arrived && (
          <span role="status" className="quiet">
            {t('opened.arrived', { name: arrived })}
          </span>
        )}
        {example && (
          <Button size="small" onClick={stop}>
            {t('editor.stopExample')}
          </Button>
        )}
      </div>
      {open && (
        <div className="editor-findings-list" tabIndex={0} role="group" aria-label={t('editor.findings')}>
          {findings.length === 0 && <p className="quiet">{t('studio.noErrors')}</p>}
          <FindingList findings={findings} choose={choose} animate={animate} />
        </div>
      )}
    </section>
  );
}
