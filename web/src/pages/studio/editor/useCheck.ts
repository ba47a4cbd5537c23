/** The findings of the server on the draft as it was saved last. */
import { useCallback, useRef, useState } from 'react';
import { studio, type StudioFinding } from '../../../api/studio';

export function useCheck(of: string) {
  const [findings, setFindings] = useState<StudioFinding[]>([]);
  const [pending, setPending] = useState(true);
  const asked = useRef(0);
  const check = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    setPending(true);
    try {
      const found = await studio.check(of);
      if (mine === asked.current) setFindings(found.findings);
    } catch {
      // offline or refused: the toolbar says so, and the next save asks again
    } finally {
      if (mine === asked.current) setPending(false);
    }
  }, [of]);
  return { findings, pending, check };
}
