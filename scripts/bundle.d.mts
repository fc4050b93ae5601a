export function bundle(apps?: readonly string[]): Promise<void>;
