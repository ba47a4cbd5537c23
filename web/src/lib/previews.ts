/** Which files the page shows; the server decides again, by their bytes, what it gives to be shown. */
import type { FileRef } from '../api/types';

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function isPicture(file: FileRef): boolean {
  return PICTURES.has(file.type);
}

export function isShown(file: FileRef): boolean {
  return isPicture(file) || file.type === 'application/pdf';
}
