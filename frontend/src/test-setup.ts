import "fake-indexeddb/auto";
import { webcrypto } from "node:crypto";

// happy-dom brings its own crypto object without the subtle part that signatures need.
Object.defineProperty(globalThis, "crypto", { value: webcrypto, configurable: true });
