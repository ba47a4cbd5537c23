/** Tries a decision of texts that are not published. */
import { http, take } from './client';
import type { components } from './schema';
import type { Variables } from './types';

export type Decided = components['schemas']['Decided'];

export function tryDecision(xml: string, decision: string, inputs: Variables): Promise<Decided> {
  const form = new FormData();
  form.append('files', new File([xml], 'try.dmn', { type: 'application/xml' }));
  form.append('decision', decision);
  form.append('inputs', JSON.stringify(inputs));
  return take(
    http.POST('/api/v1/decisions/try', {
      body: { files: [], decision, inputs: '' },
      bodySerializer: () => form,
    }),
  );
}
