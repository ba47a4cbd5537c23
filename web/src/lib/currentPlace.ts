/** Which place of the navigation a page belongs to: the one whose address covers most of its own. */

/** The address of that place, or '' when the page belongs to none. */
export function currentPlace(addresses: string[], path: string): string {
  const covering = addresses.filter((address) => path === address || path.startsWith(`${address}/`));
  return covering.reduce((best, address) => (address.length > best.length ? address : best), '');
}
