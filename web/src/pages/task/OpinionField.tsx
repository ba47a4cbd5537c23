/** The opinion and the signature that go with a decision; phrases that this person often writes. */
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePhrases } from '../../widgets/usePhrases';
import { SignatureField } from './SignatureField';

interface Props {
  value: string;
  required: boolean;
  onChange: (value: string) => void;
  /** The digest of a picture, empty while nothing is signed. */
  signature: string;
  /** Absent where nobody signs. */
  onSigned: ((signature: string) => void) | undefined;
}

export function OpinionField({ value, required, onChange, signature, onSigned }: Props) {
  const { t } = useTranslation();
  const { phrases: offered } = usePhrases();
  const label = t(required ? 'round.opinionRequired' : 'round.opinion');
  return (
    <div className="opinion">
      <label htmlFor="opinion">{label}</label>
      <Input.TextArea
        id="opinion"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoSize={{ minRows: 2 }}
      />
      <div className="phrase-buttons" role="group" aria-label={t('round.phrases')}>
        {offered.map((one) => (
          <Button key={one} size="small" type="dashed" onClick={() => onChange(value + one)}>
            {one}
          </Button>
        ))}
        <Link className="quiet" to="/me#phrases">
          {t('round.editPhrases')}
        </Link>
      </div>
      {onSigned && <SignatureField value={signature} onChange={onSigned} />}
    </div>
  );
}
