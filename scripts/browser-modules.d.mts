export const REPLACED: Readonly<Record<string, string>>
