/** Chinese marks for Chinese text: what is recorded with half-width marks reads as it is written. */
const MARKS: Record<string, string> = { ',': '，', ':': '：', ';': '；', '!': '！', '?': '？' };
const HAN = '\\p{Script=Han}”》）】';
const MARK = new RegExp(`(?<=[${HAN}\\d])([,:;!?])(?=[\\p{Script=Han}“《（【]|$)|(?<=[${HAN}])([,:;!?])`, 'gu');
const AROUND = new RegExp(`(?<=[${HAN}])\\(([^()]*)\\)|\\(([^()]*\\p{Script=Han}[^()]*)\\)`, 'gu');

export function chinese(text: string): string {
  return text
    .replace(AROUND, (_, one?: string, other?: string) => `（${one ?? other ?? ''}）`)
    .replace(MARK, (mark) => MARKS[mark] ?? mark);
}
