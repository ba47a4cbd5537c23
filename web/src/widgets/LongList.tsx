/** A list of any length: pages far from the window leave only their height; the next comes by itself. */
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** How far from the window a page is still kept, and the next one asked for. */
const MARGIN = '1200px 0px';

interface Props<T> {
  label: string;
  pages: T[][];
  row: (item: T) => ReactNode;
  more: boolean;
  loading: boolean;
  load: () => void;
}

export function LongList<T>({ label, pages, row, more, loading, load }: Props<T>) {
  return (
    <div className="long-list">
      {pages.map((items, number) => (
        <Page key={number} label={label} items={items} row={row} />
      ))}
      {more && <More loading={loading} load={load} />}
    </div>
  );
}

function Page<T>({ label, items, row }: Pick<Props<T>, 'label' | 'row'> & { items: T[] }) {
  const place = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState<number | null>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const watch = new IntersectionObserver(
      ([seen]) => setAway(!seen || seen.isIntersecting ? null : seen.boundingClientRect.height),
      { rootMargin: MARGIN },
    );
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={place} className="long-page" style={away === null ? {} : { height: away }}>
      {away === null && (
        <ul className="list" aria-label={label}>
          {items.map(row)}
        </ul>
      )}
    </div>
  );
}

function More({ loading, load }: { loading: boolean; load: () => void }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current || loading) return undefined;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && load(), {
      rootMargin: MARGIN,
    });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [loading, load]);
  return (
    <div className="more" ref={place}>
      <Button onClick={load} loading={loading}>
        {t('common.more')}
      </Button>
    </div>
  );
}
