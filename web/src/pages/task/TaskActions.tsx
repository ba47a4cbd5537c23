/** All that may be done with a task beside sending it: the usual in the bar, the rest behind one button. */
import { EllipsisOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { TaskDetail } from '../../api/types';
import { useNarrow } from '../../widgets/useNarrow';
import { useOperation } from '../../widgets/useOperation';
import { Later } from './Later';
import { Operation, useOperations, type OperationName } from './Operations';
import { Return } from './Returning';
import { useClaiming } from './useClaiming';

/** In this order; what moves the case or gives work up comes last, and in red. */
const ORDER = ['claim', 'urge', 'add-sign', 'transfer', 'delegate', 'remove-sign', 'appoint'] as const;
const LAST = ['later', 'release', 'take-back', 'return'] as const;
const GRAVE: readonly string[] = ['return', 'take-back'];
type Action = (typeof ORDER)[number] | (typeof LAST)[number];

/** How many stand in the bar itself, beside what sends. */
const DIRECT = { wide: 2, narrow: 1 };

interface Props {
  task: TaskDetail;
  /** Whether the task may be put off: by who does it. */
  mayWait: boolean;
}

export function TaskActions({ task, mayWait }: Props) {
  const narrow = useNarrow();
  const { label, busy, run, open, close } = useActions(task);
  const offered = useOffered(task, mayWait);
  const fits = narrow ? DIRECT.narrow : DIRECT.wide;
  // One that would be alone behind the button may as well stand beside it.
  const [direct, rest] =
    offered.length <= fits + 1
      ? [offered, []]
      : [offered.slice(0, fits), offered.slice(fits)];
  return (
    <>
      {direct.map((one) => (
        <Button key={one} loading={busy === one} onClick={() => run(one)}>
          {label(one)}
        </Button>
      ))}
      {rest.length > 0 && <More items={rest} label={label} run={run} />}
      {open === 'later' && <Later task={task} onClose={close} />}
      {open === 'return' && <Return task={task} onClose={close} />}
      {isOperation(open) && <Operation task={task} operation={open} onClose={close} />}
    </>
  );
}

interface MoreProps {
  items: Action[];
  label: (one: Action) => string;
  run: (one: Action) => void;
}

function More({ items, label, run }: MoreProps) {
  const { t } = useTranslation();
  return (
    <Dropdown
      trigger={['click']}
      placement="topRight"
      menu={{
        items: items.map((one) => ({
          key: one,
          label: label(one),
          danger: GRAVE.includes(one),
        })),
        onClick: ({ key }) => run(key as Action),
      }}
    >
      <Button icon={<EllipsisOutlined aria-hidden />}>{t('nav.more')}</Button>
    </Dropdown>
  );
}

function isOperation(open: Action | null): open is OperationName {
  return open !== null && open !== 'claim' && !(LAST as readonly string[]).includes(open);
}

function useOffered(task: TaskDetail, mayWait: boolean): Action[] {
  const operations = useOperations(task);
  const may = (one: Action): boolean => {
    if (one === 'later') return mayWait;
    if (isOperation(one)) return operations.includes(one);
    return task.actions.includes(one as TaskDetail['actions'][number]);
  };
  return [...ORDER, ...LAST].filter(may);
}

function useActions(task: TaskDetail) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Action | null>(null);
  const { claim, release } = useClaiming(task);
  const takeBack = useOperation(() => api.takeBack(task.id));
  const atOnce: Partial<Record<Action, { isPending: boolean; mutate: () => void }>> = {
    claim: { isPending: claim.isPending, mutate: () => claim.mutate() },
    release: { isPending: release.isPending, mutate: () => release.mutate() },
    'take-back': { isPending: takeBack.isPending, mutate: () => takeBack.mutate() },
  };
  const named: Partial<Record<Action, string>> = {
    claim: t('task.claim'),
    release: t('task.release'),
    later: t('later.title'),
    return: t('move.return'),
    'take-back': t('move.takeBack'),
  };
  return {
    open,
    close: () => setOpen(null),
    label: (one: Action) => named[one] ?? t(`operation.${one}`),
    busy: (Object.keys(atOnce) as Action[]).find((one) => atOnce[one]?.isPending) ?? null,
    run: (one: Action) => {
      const now = atOnce[one];
      if (now) now.mutate();
      else setOpen(one);
    },
  };
}
