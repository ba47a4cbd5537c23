/** The shapes of docs/reference/http-api.md. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Variables = Record<string, Json>;

export interface User {
  id: string;
  name: string;
  name_en: string;
  department: string;
  department_name: string;
  position: string;
  roles: string[];
}

export interface Session {
  user: User | null;
  csrf_token: string;
}

export interface Definition {
  key: string;
  version: number;
  digest: string;
  name: string;
  name_en: string;
  family: string;
  placeholder: boolean;
  startable: boolean;
  start_form_id: string | null;
  clauses: string[];
  deployed_at: string;
  deployed_by: string;
}

export interface ElementInfo {
  id: string;
  kind?: string;
  name: string;
  name_en: string;
  documentation: string;
  clauses?: string[];
}

export interface WorkItem {
  id: string;
  instance_id: string;
  process: string;
  case_process: string;
  case_process_name: string;
  case_process_name_en: string;
  title: string;
  initiator: string;
  initiator_name: string;
  element_id: string;
  name: string;
  name_en: string;
  state: 'ready' | 'reserved' | 'completed' | 'canceled';
  assignee: string | null;
  assignee_name: string | null;
  candidates: string[];
  created_at: string;
  due_at: string | null;
  overdue: boolean;
  priority: number;
  ended_at: string | null;
  ended_by: string | null;
  reason_zh: string;
  reason_en: string;
  form_id: string | null;
}

export interface Named {
  id: string;
  name: string;
  name_en: string;
}

export interface Instance {
  id: string;
  process: string;
  process_name: string;
  process_name_en: string;
  title: string;
  business_key: string | null;
  status: string;
  initiator: string;
  initiator_name: string;
  started_at: string;
  ended_at: string | null;
  end_events: Named[];
  version: number;
  open_incidents: number;
}

export interface Incident {
  id: string;
  instance_id: string;
  process: string;
  title: string;
  element_id: string;
  kind: string;
  zh: string;
  en: string;
  raised_at: string;
  resolved_at: string | null;
  resolved_by: string | null;
}

export interface Clause {
  id: string;
  procedure: string;
  kind: string;
  text: string;
  figure: string;
  source: string;
}

/** What our forms say in English and to the server; see the forms' own documentation. */
export interface ComponentProperties {
  labelEn?: string;
  descriptionEn?: string;
  textEn?: string;
  valuesEn?: Record<string, string>;
  clauses?: string;
  [other: string]: unknown;
}

export interface FormComponentSchema {
  type: string;
  id?: string;
  key?: string;
  label?: string;
  description?: string;
  text?: string;
  values?: { label: string; value: Json }[];
  valuesKey?: string;
  components?: FormComponentSchema[];
  properties?: ComponentProperties;
  [other: string]: unknown;
}

export interface FormSchema {
  type: string;
  id?: string;
  properties?: { title?: string; titleEn?: string };
  components: FormComponentSchema[];
  [other: string]: unknown;
}

export interface FileRef {
  digest: string;
  name: string;
  size: number;
  type: string;
}

export type Action = 'claim' | 'release' | 'complete';

export interface TaskDetail extends WorkItem {
  form: FormSchema | null;
  data: Variables;
  rights: Record<string, 'edit' | 'read' | 'hide'>;
  clauses: Clause[];
  element: ElementInfo;
  actions: Action[];
  instance: Instance;
}

export interface Worklist {
  items: WorkItem[];
  next: string | null;
  counts: { mine: number; candidate: number; inbox: number };
}

export interface InstancePage {
  items: Instance[];
  next: string | null;
}

export interface Completion {
  work_item: WorkItem;
  instance: Instance;
  next: WorkItem[];
  incidents: Incident[];
}

export interface Position {
  element_id: string;
  token: string | number;
}

export interface CaseDetail extends Instance {
  variables: Variables;
  work_items: WorkItem[];
  incidents: Incident[];
  positions: Position[];
  taken_flows: string[];
  done_elements: string[];
}

export interface HistoryEntry {
  version: number;
  seq: number;
  type: string;
  at: string | null;
  actor: string | null;
  actor_name: string | null;
  zh: string;
  en: string;
  element_id: string | null;
  element_name: string | null;
  data: Variables;
}

export interface DiagramData {
  processes: { key: string; name: string; xml: string }[];
  positions: Position[];
  taken_flows: string[];
  done_elements: string[];
}

export interface Verdict {
  ok: boolean;
  rows: number;
  first_bad: { seq: number; instance_id: string; version: number; reason: string } | null;
}

export interface Person {
  id: string;
  name: string;
  name_en: string;
  department: string;
  position: string;
}

export interface FieldProblem {
  path: string;
  rule: string;
  zh: string;
  en: string;
}
