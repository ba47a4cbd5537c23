/** The API's shapes under short names; `schema.d.ts` is generated from its OpenAPI description. */
import type { components } from './schema';

type Shapes = components['schemas'];

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Variables = Record<string, Json>;

export type User = Shapes['User'];
export type Session = Shapes['SessionState'];
export type Person = Shapes['Person'];
export type Definition = Shapes['Definition'];
export type Clause = Shapes['Clause'];
export type WorkItem = Shapes['WorkItem'];
export type Worklist = Shapes['Worklist'];
export type Completion = Shapes['Completed'];
export type Approval = Shapes['Approval'];
export type Substitution = Shapes['Substitution'];
export type Instance = Shapes['Instance'];
export type Incident = Shapes['Incident'];
export type Notification = Shapes['NotificationGiven'];
export type DiagramData = Shapes['Diagram'];
export type Verdict = Shapes['Verdict'];
export type Label = Shapes['Label'];
export type OptionText = Shapes['OptionText'];
export type FieldProblem = Shapes['FieldProblem'];
export type FileRef = Shapes['StoredFile'];
export type OpenSession = Shapes['OpenSession'];
export type SecondFactorState = Shapes['SecondFactor'];
export type EnrolmentData = Shapes['Enrolment'];
export type RecoveryCodes = Shapes['RecoveryCodes'];
export type QuarantinedCase = Shapes['QuarantinedCase'];
export type HistoryEntry = Omit<Shapes['HistoryItem'], 'data'> & { data: Variables };

/** What our forms say in English and to the server. */
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

/** A form-js schema; the API's description leaves it open. */
export interface FormSchema {
  type: string;
  id?: string;
  properties?: { title?: string; titleEn?: string };
  components: FormComponentSchema[];
  [other: string]: unknown;
}

export interface StartForm {
  form: FormSchema | null;
  form_id: string | null;
}

export type TaskDetail = Omit<Shapes['WorkItemDetail'], 'form' | 'data'> & {
  form: FormSchema | null;
  data: Variables;
};

export type CaseDetail = Omit<Shapes['InstanceDetail'], 'variables'> & { variables: Variables };
