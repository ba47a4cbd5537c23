/** The button that fetches the next page of a list, where there is one. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

export function More({ of }: Props) {
  const { t } = useTranslation();
  if (!of.hasNextPage) return null;
  return (
    <div className="more">
      <Button onClick={() => void of.fetchNextPage()} loading={of.isFetchingNextPage}>
        {t('common.more')}
      </Button>
    </div>
  );
}
