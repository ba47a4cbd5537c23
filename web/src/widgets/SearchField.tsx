/** A search box that reports after a short pause; `/` goes to it. */
import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';

interface Props {
  value: string;
  label: string;
  onSearch: (text: string) => void;
}

const PAUSE = 250;

export function SearchField({ value, label, onSearch }: Props) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setText(value);
  }
  const search = useEffectEvent(onSearch);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => search(text.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <Input
      className="search"
      data-key-search
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      suffix={<kbd className="search-key">/</kbd>}
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
