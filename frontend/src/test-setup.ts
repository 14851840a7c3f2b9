import "fake-indexeddb/auto";
import { webcrypto } from "node:crypto";

// happy-dom brings its own crypto object without the subtle part that signatures need.
Object.defineProperty(globalThis, "crypto", { value: webcrypto, configurable: true });

/** Fields that grow wait for fonts, and these documents have none. */
if (typeof document !== "undefined" && !("fonts" in document))
  Object.defineProperty(document, "fonts", { value: new EventTarget() });
