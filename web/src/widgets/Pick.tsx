/** One of a few: the browser's own field, which weighs nothing and is at home on a phone. */

interface Props<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onPick: (value: T) => void;
}

export function Pick<T extends string>({ label, value, options, onPick }: Props<T>) {
  const pick = (chosen: string): void => {
    const found = options.find((one) => one.value === chosen);
    if (found) onPick(found.value);
  };
  return (
    <select
      className="pick"
      aria-label={label}
      value={value}
      onChange={(event) => pick(event.target.value)}
    >
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
