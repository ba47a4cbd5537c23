/** A handwritten signature: drawn, or taken from a picture; its digest is sealed with the decision. */
import { App, Button, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import { useUser } from '../../session';
import { useProblemText } from '../../widgets/States';
import './texts';
import { SignaturePad, type PadHandle } from './SignaturePad';

const TYPES = ['image/png', 'image/jpeg'];
const MOST = 1_000_000;

interface Props {
  /** The digest of the uploaded picture, empty while there is none. */
  value: string;
  onChange: (digest: string) => void;
}

export function SignatureField({ value, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [picture, setPicture] = useState<Blob | null>(null);
  const shown = useAddress(value ? picture : null);
  return (
    <div className="signature">
      {shown && <img className="signature-picture" src={shown} alt={t('sign.picture')} />}
      <Button onClick={() => setOpen(true)}>{t(value ? 'sign.again' : 'sign.open')}</Button>
      {value && <Button onClick={() => onChange('')}>{t('sign.remove')}</Button>}
      {open && (
        <Signing
          onClose={() => setOpen(false)}
          onSigned={(digest, drawn) => {
            setPicture(drawn);
            onChange(digest);
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

/** An address of the picture that lasts as long as it is shown. */
function useAddress(picture: Blob | null): string {
  const [address, setAddress] = useState('');
  useEffect(() => {
    if (!picture) return undefined;
    const made = URL.createObjectURL(picture);
    setAddress(made);
    return () => {
      setAddress('');
      URL.revokeObjectURL(made);
    };
  }, [picture]);
  return address;
}

interface SigningProps {
  onClose: () => void;
  onSigned: (digest: string, picture: Blob) => void;
}

function Signing({ onClose, onSigned }: SigningProps) {
  const { t } = useTranslation();
  const name = useUser().name;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const pad = useRef<PadHandle>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [drawn, setDrawn] = useState(false);
  const [busy, setBusy] = useState(false);

  const keep = async (file: File): Promise<void> => {
    if (!TYPES.includes(file.type) || file.size > MOST) {
      void message.error(t('sign.unfit'), 6);
      return;
    }
    setBusy(true);
    try {
      const stored = await api.upload(file);
      onSigned(stored.digest, file);
    } catch (error) {
      void message.error(problemText(error).title, 6);
      setBusy(false);
    }
  };
  const keepDrawn = async (): Promise<void> => {
    const picture = await pad.current?.picture();
    if (picture) await keep(new File([picture], 'signature.png', { type: 'image/png' }));
  };

  return (
    <Modal
      open
      className="signing"
      title={t('sign.open')}
      okText={t('sign.use')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !drawn, loading: busy }}
      onOk={() => void keepDrawn()}
      onCancel={onClose}
    >
      <p className="quiet">{t('sign.hint')}</p>
      <SignaturePad ref={pad} onDrawn={setDrawn} />
      <div className="signature">
        <Button disabled={!drawn} onClick={() => pad.current?.clear()}>
          {t('sign.clear')}
        </Button>
        <Button disabled={busy} onClick={() => pad.current?.write(name)}>
          {t('sign.name')}
        </Button>
        <Button disabled={busy} onClick={() => chooser.current?.click()}>
          {t('sign.file')}
        </Button>
        <input
          ref={chooser}
          hidden
          type="file"
          aria-label={t('sign.file')}
          accept={TYPES.join(',')}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void keep(file);
          }}
        />
      </div>
    </Modal>
  );
}
