/** A dialog that asks for what one operation needs, ending with the reason, and performs it. */
import { Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from './useOperation';

interface Props {
  title: string;
  hint?: string;
  /** Whether the other fields are filled. */
  ready?: boolean;
  reasonOptional?: boolean;
  reasonLabel?: string;
  wide?: boolean;
  perform: (reason: string) => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}

export function OperationDialog(props: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const operation = useOperation(() => props.perform(reason.trim()), props.onClose);
  const said = props.reasonOptional || reason.trim() !== '';
  const label =
    props.reasonLabel ?? t(props.reasonOptional ? 'operation.reasonOptional' : 'operation.reason');
  return (
    <Modal
      open
      title={props.title}
      width={props.wide ? 640 : 520}
      okText={t('operation.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !said || props.ready === false, loading: operation.isPending }}
      onOk={() => operation.mutate()}
      onCancel={props.onClose}
    >
      {props.hint && <p className="quiet">{props.hint}</p>}
      {props.children}
      <Input.TextArea
        aria-label={label}
        placeholder={label}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}
