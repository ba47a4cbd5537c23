/** Makes the organisation as in a file: first the differences, then the recorded change. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type Sections } from '../../api/house';
import { ProblemNote } from '../batches/ProblemNote';
import { PlanLines } from './PlanLines';

interface Chosen {
  name: string;
  content: string;
}

export function ImportPart({ sections }: { sections: Sections }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const preview = useMutation({
    mutationFn: (file: Chosen) => house.importFile(file.name, file.content, true),
  });
  const apply = useMutation({
    mutationFn: (file: Chosen) => house.importFile(file.name, file.content, false),
    onSuccess: async () => {
      void message.success(t('house.recorded'));
      setChosen(null);
      preview.reset();
      await client.invalidateQueries({ queryKey: ['organisation'] });
    },
  });
  const read = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    if (!file) return;
    const found = { name: file.name, content: await file.text() };
    setChosen(found);
    apply.reset();
    preview.mutate(found);
  };
  const plan = preview.data;
  return (
    <section className="card batch-form" aria-label={t('house.views.import')}>
      <p>{t('house.importHint')}</p>
      <label className="field">
        <span className="field-label">{t('house.importFile')}</span>
        <input type="file" accept=".yaml,.yml,.csv" onChange={(event) => void read(event)} />
      </label>
      <ProblemNote error={apply.error ?? preview.error} />
      {plan && chosen && (
        <>
          <PlanLines plan={plan} sections={sections} />
          <Button
            type="primary"
            disabled={plan.changes.length === 0}
            loading={apply.isPending}
            onClick={() => apply.mutate(chosen)}
          >
            {t('house.apply')}
          </Button>
        </>
      )}
    </section>
  );
}
