// The words live in the domain, because hosts, which know nothing of this port, speak them too.
export { type Command, type CommandKind, commandSchema } from "@v-available/domain/command";
