/** The processes that this person starts most, by their own choice; they follow the person. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect } from 'react';
import { own } from '../../api/own';
import { takeKeptHere, toggled } from '../../lib/favourites';
import { useUser } from '../../session';
import { useProblemText } from '../../widgets/States';

const KEY = ['favourites'];

export function useFavourites(): { favourites: string[]; star: (key: string) => void } {
  const user = useUser();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  const found = useQuery({ queryKey: KEY, queryFn: own.favourites });
  const keep = useMutation({
    mutationFn: own.keepFavourites,
    onMutate: (items) => client.setQueryData(KEY, { items }), // a star answers at once
    onError: (error: unknown) => {
      void message.error(problemText(error).title, 6);
      void client.invalidateQueries({ queryKey: KEY });
    },
  });
  const favourites = found.data?.items ?? [];
  const { data } = found;
  const { mutate } = keep;
  useEffect(() => {
    if (!data) return;
    const here = takeKeptHere(localStorage, user.id);
    const more = here.filter((one) => !data.items.includes(one));
    if (more.length > 0) mutate([...data.items, ...more]);
  }, [data, mutate, user.id]);
  return { favourites, star: (key) => keep.mutate(toggled(favourites, key)) };
}
