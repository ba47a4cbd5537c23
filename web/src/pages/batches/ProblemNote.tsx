/** Why the server refused, in its own words; each reason where there are several. */
import { Alert } from 'antd';
import { Problem } from '../../api/client';
import { useLang } from '../../i18n';
import { useProblemText } from '../../widgets/States';

export function ProblemNote({ error }: { error: unknown }) {
  const problemText = useProblemText();
  const lang = useLang();
  if (!error) return null;
  const findings = error instanceof Problem ? error.findings : [];
  const lines = findings.map((one) => (lang === 'zh' ? one.zh : one.en));
  const title =
    lines.length > 1 ? (
      <ul className="problem-lines">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    ) : (
      problemText(error).title
    );
  return <Alert type="error" showIcon role="alert" title={title} />;
}
