export function problemWith(version: string): string | undefined
