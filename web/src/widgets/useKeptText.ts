/** A text that survives closing the page, in this browser, until it is sent or emptied. */
import { useState } from 'react';

const PREFIX = 'guicheng.text.';

function read(place: string): string {
  return localStorage.getItem(place) ?? '';
}

function write(place: string, text: string): void {
  try {
    if (text) localStorage.setItem(place, text);
    else localStorage.removeItem(place);
  } catch {
    // without room in the browser the text lives as long as the page
  }
}

/** `name` tells the person and the subject: two people may share a computer. */
export function useKeptText(name: string): [string, (text: string) => void] {
  const place = PREFIX + name;
  const [text, setText] = useState(() => read(place));
  const keep = (changed: string): void => {
    setText(changed);
    write(place, changed);
  };
  return [text, keep];
}
