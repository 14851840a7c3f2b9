import { createStore } from "@/lib/store";

/** What was typed at the log-in, for who has forgotten the password: kept on this page alone, in no address. */
export const typedAddress = createStore("");
