/** Why the server refused, in its own words. */
import { Alert } from 'antd';
import { useProblemText } from '../../widgets/States';

export function ProblemNote({ error }: { error: unknown }) {
  const problemText = useProblemText();
  if (!error) return null;
  return <Alert type="error" showIcon role="alert" title={problemText(error).title} />;
}
