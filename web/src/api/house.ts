/** One function per route of the calendar, the organisation, the settings and the health page. */
import { http, take } from './client';
import type { components } from './schema';

type Shapes = components['schemas'];

export type Calendar = Shapes['Calendar'];
export type CalendarDay = Shapes['CalendarDay'];
export type DayKind = Shapes['DayRequest']['kind'];
export type Plan = Shapes['OrganisationPlan'];
export type Farewell = Shapes['Farewell'];
export type EntryDifference = Plan['changes'][number];
export type EntryDependence = Plan['depends'][number];
export type PersonDoors = Shapes['PersonDoors'];
export type Act = Shapes['Act'];
export type Delivery = Shapes['DeliveryGiven'];
export type AccessEntry = Shapes['AccessEntry'];
export type Connections = Shapes['Connections'];
export type Channel = Connections['channels'][number];
export type SettingShown = Connections['settings'][number];
export type HealthReport = Shapes['HealthReport'];

/** One entry of an organisation file; which fields it has, its section says. */
export type Entry = Record<string, unknown>;
export type Sections = Record<string, Record<string, Entry>>;

export interface DayChange {
  day: string;
  kind: DayKind;
  name: string;
  hours: string[];
  department: string | null;
}

export interface OrganisationChange {
  entries: Record<string, Record<string, Entry | null>>;
  effective_from: string | null;
  reason: string;
  only_new: boolean;
  dry_run: boolean;
}

const byLogin = (login: string) => ({ params: { path: { login_id: login } } });

export const house = {
  calendar: (year: number, department: string) =>
    take(
      http.GET('/api/v1/calendar', {
        params: { query: department ? { year, department } : { year } },
      }),
    ),
  setDay: (body: DayChange) => take(http.PUT('/api/v1/calendar/days', { body })),
  absences: (everybody: boolean) =>
    take(http.GET('/api/v1/substitutions', { params: { query: { everybody } } })),

  organisation: async () => {
    const found = await take(http.GET('/api/v1/organisation'));
    return found.entries as Sections;
  },
  changes: () => take(http.GET('/api/v1/organisation/changes')),
  change: (body: OrganisationChange) => take(http.POST('/api/v1/organisation/changes', { body })),
  importFile: (name: string, content: string, dryRun: boolean) =>
    take(
      http.POST('/api/v1/organisation/import', { body: { name, content, dry_run: dryRun } }),
    ),
  leave: (login: string, successor: string | null, dryRun: boolean) =>
    take(http.POST('/api/v1/organisation/leave', { body: { login, successor, dry_run: dryRun } })),
  doors: (login: string) => take(http.GET('/api/v1/people/{login_id}/doors', byLogin(login))),
  help: (login: string, act: Act, reason: string) =>
    take(http.POST('/api/v1/people/{login_id}/doors', { ...byLogin(login), body: { act, reason } })),

  connections: () => take(http.GET('/api/v1/connections')),
  testChannel: (channel: string, address: string) =>
    take(http.POST('/api/v1/connections/test', { body: { channel, address } })),
  deliveries: (state: 'failed' | 'waiting' | 'sent') =>
    take(http.GET('/api/v1/notifications/deliveries', { params: { query: { state } } })),
  sendAgain: (id: string) =>
    take(
      http.POST('/api/v1/notifications/deliveries/{delivery_id}/send', {
        params: { path: { delivery_id: id } },
      }),
    ),
  accessLog: (login: string, before: number | null) =>
    take(
      http.GET('/api/v1/access-log', {
        params: { query: { ...(login && { login }), ...(before && { before }), limit: 30 } },
      }),
    ),
  health: () => take(http.GET('/api/v1/health')),
  verifyLog: () => take(http.GET('/api/v1/verify')),
};
