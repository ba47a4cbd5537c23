/** The mark: 规 cut into a seal. The same drawing is public/logo.svg. */
export function Logo({ size = 32 }: { size?: number }) {
  return <img className="logo" src="/logo.svg" width={size} height={size} alt="" />;
}
