package dev.writ.improvement;

import dev.writ.store.Transaction;
import dev.writ.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;

/** Hands a recorded request in again, in another folder. */
@FunctionalInterface
public interface Rerun {
    /**
     * @param approvalTimeout how long a needed approval is waited for
     * @param more is written in the transaction that accepts the request
     */
    Task of(String tree, Path workspace, Duration approvalTimeout, BiConsumer<Transaction, Task> more);
}
