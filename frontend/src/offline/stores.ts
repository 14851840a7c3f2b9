/** When a change counts as done: on the disk, or in the hands of the system. */
type Durability = "strict" | "relaxed";

type Upgrade = (change: IDBTransaction, from: number) => void;

/** What one transaction does to stores; `Rows` says what each of them holds. */
export class Change<Rows> {
  constructor(private readonly transaction: IDBTransaction) {}

  get<Name extends keyof Rows & string>(name: Name, key: string): Promise<Rows[Name] | undefined> {
    return answered(this.transaction.objectStore(name).get(key));
  }

  put<Name extends keyof Rows & string>(name: Name, ...rows: readonly Rows[Name][]): void {
    const store = this.transaction.objectStore(name);
    for (const row of rows) store.put(row);
  }

  remove(name: keyof Rows & string, keys: readonly string[]): void {
    const store = this.transaction.objectStore(name);
    for (const key of keys) store.delete(key);
  }

  clear(name: keyof Rows & string): void {
    this.transaction.objectStore(name).clear();
  }
}

/** One connection to a database of the browser: as much of IndexedDB as a till needs, without a library of ten times its size. */
export class Stores<Rows> {
  private opening: Promise<IDBDatabase> | undefined;
  private closed = false;

  constructor(
    private readonly name: string,
    private readonly durability: Durability,
    private readonly version: number,
    private readonly upgrade: Upgrade,
  ) {}

  async open(): Promise<void> {
    await this.connection();
  }

  all<Name extends keyof Rows & string>(name: Name): Promise<Rows[Name][]> {
    return this.run([name], "readonly", (transaction) => answered(transaction.objectStore(name).getAll()));
  }

  get<Name extends keyof Rows & string>(name: Name, key: string): Promise<Rows[Name] | undefined> {
    return this.run([name], "readonly", (transaction) => new Change<Rows>(transaction).get(name, key));
  }

  /** One transaction: once the promise is kept all of it has happened, and nothing of it when it is broken. */
  write(
    names: readonly (keyof Rows & string)[],
    work: (change: Change<Rows>) => Promise<void> | void,
  ): Promise<void> {
    return this.run(names, "readwrite", async (transaction) => work(new Change<Rows>(transaction)));
  }

  close(): void {
    this.closed = true;
    void this.opening?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  private async run<T>(
    names: readonly (keyof Rows & string)[],
    mode: IDBTransactionMode,
    work: (transaction: IDBTransaction) => Promise<T>,
  ): Promise<T> {
    const transaction = await this.begin(names, mode);
    const ended = endOf(transaction);
    try {
      const result = await work(transaction);
      await ended;
      return result;
    } catch (thrown) {
      abort(transaction);
      throw transaction.error ?? thrown;
    }
  }

  private async begin(names: readonly string[], mode: IDBTransactionMode): Promise<IDBTransaction> {
    const { durability } = this;
    const database = await this.connection();
    try {
      return database.transaction(names, mode, { durability });
    } catch (thrown) {
      if (!(thrown instanceof DOMException && thrown.name === "InvalidStateError")) throw thrown;
      // A system that was short of memory, or asleep, drops connections without a word.
      this.opening = undefined;
      return (await this.connection()).transaction(names, mode, { durability });
    }
  }

  private connection(): Promise<IDBDatabase> {
    if (this.closed) return Promise.reject(new DOMException("closed", "InvalidStateError"));
    this.opening ??= this.connect().catch((thrown: unknown) => {
      this.opening = undefined;
      throw thrown;
    });
    return this.opening;
  }

  private connect(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(this.name, this.version);
      request.onupgradeneeded = ({ oldVersion }) => {
        if (request.transaction !== null) this.upgrade(request.transaction, oldVersion);
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = () => {
          this.opening = undefined;
        };
        // A newer version of the application, in another tab, waits for this one to let go.
        database.onversionchange = () => database.close();
        resolve(database);
      };
    });
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function endOf(transaction: IDBTransaction): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
  });
  // Whoever waits for it hears of it; until then the work itself may have failed.
  ended.catch(() => undefined);
  return ended;
}

/** It may have ended already, by itself or by the failure that is being told. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    return;
  }
}
