/** `~/…` for what is in the home directory. */
export function homeRelative(path: string, environment: Readonly<Record<string, string | undefined>>): string {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? ''
  if (home === '' || !path.startsWith(home)) return path
  const rest = path.slice(home.length)
  return rest.startsWith('/') || rest.startsWith('\\') ? `~${rest}` : path
}
