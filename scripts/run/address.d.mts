export interface Address {
  readonly host: string;
  readonly port: number;
  readonly url: string;
}
export function addressFromEnvironment(env?: NodeJS.ProcessEnv): Address;
export function ensureFree(address: { host: string; port: number }): Promise<void>;
