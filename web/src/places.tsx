/** The places of the navigation, for the person who is logged in. */
import {
  AlertOutlined,
  AuditOutlined,
  BlockOutlined,
  BookOutlined,
  CalendarOutlined,
  FolderOpenOutlined,
  HeartOutlined,
  InboxOutlined,
  NumberOutlined,
  PartitionOutlined,
  PlusCircleOutlined,
  ReadOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from './api/calls';
import { useUser } from './session';

/** The parts of the navigation, in this order; `work` is everybody's and has no heading. */
export const PLACE_GROUPS = ['work', 'design', 'insight', 'office'] as const;

export interface Place {
  to: string;
  text: string;
  icon: ReactNode;
  badge?: number | undefined;
  /** Without one it stands under `office`. */
  group?: (typeof PLACE_GROUPS)[number];
}

/** Only what is worth showing; the server decides what may be seen. */
const OPERATORS = ['administrator', 'process-owner', 'chief-process-designer'];

export function usePlaces(): Place[] {
  const { t } = useTranslation();
  const user = useUser();
  const counts = useQuery({
    queryKey: ['worklist', 'counts'],
    queryFn: () => api.worklist({ view: 'inbox', limit: 1 }),
    refetchInterval: 30_000,
  });
  const places: Place[] = [
    {
      to: '/inbox',
      text: t('nav.inbox'),
      icon: <InboxOutlined />,
      badge: counts.data?.counts.inbox,
      group: 'work',
    },
    { to: '/start', text: t('nav.start'), icon: <PlusCircleOutlined />, group: 'work' },
    { to: '/cases', text: t('nav.cases'), icon: <FolderOpenOutlined />, group: 'work' },
    { to: '/clauses', text: t('nav.clauses'), icon: <ReadOutlined />, group: 'design' },
  ];
  const oversees = user.roles.some((role) => OPERATORS.includes(role));
  if (oversees || user.offices.some((one) => one.startsWith('own:'))) {
    places.push({ to: '/studio', text: t('nav.studio'), icon: <PartitionOutlined />, group: 'design' });
  }
  if (oversees) {
    places.push({ to: '/studio/parameters', text: t('nav.parameters'), icon: <NumberOutlined />, group: 'design' });
  }
  if (oversees || user.offices.some((one) => /^(own|operate):/.test(one))) {
    places.push({ to: '/incidents', text: t('nav.incidents'), icon: <AlertOutlined />, group: 'office' });
    places.push({ to: '/batches', text: t('nav.batches'), icon: <BlockOutlined />, group: 'office' });
  }
  if (user.roles.some((role) => ['auditor', 'administrator'].includes(role))) {
    places.push({ to: '/audit', text: t('nav.audit'), icon: <AuditOutlined />, group: 'insight' });
  }
  places.push({ to: '/registers', text: t('nav.registers'), icon: <BookOutlined />, group: 'insight' });
  places.push({ to: '/calendar', text: t('nav.calendar'), icon: <CalendarOutlined />, group: 'office' });
  if (user.roles.includes('administrator')) {
    places.push(
      { to: '/people', text: t('nav.people'), icon: <TeamOutlined />, group: 'office' },
      { to: '/settings', text: t('nav.settings'), icon: <SettingOutlined />, group: 'office' },
      { to: '/health', text: t('nav.health'), icon: <HeartOutlined />, group: 'office' },
    );
  }
  return places;
}
