/** The time of day at which something was saved. */
import dayjs from 'dayjs';

export function formatTime(at: string): string {
  return dayjs(at).format('HH:mm');
}
