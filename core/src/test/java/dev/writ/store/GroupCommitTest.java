package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    @Test
    void aTransactionThatFailsLeavesTheOthersOfItsBatchAlone(@TempDir Path folder) throws Exception {
        try (Database database = SqliteStore.open(folder.resolve("writ.db"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch batchIsOpen = new CountDownLatch(1);
            Future<?> first = threads.submit(() -> database.write(transaction -> {
                batchIsOpen.countDown();
                await(held);
                return 0;
            }));
            batchIsOpen.await();
            // While the first one is held, the others queue up and become one batch.
            CountDownLatch queued = new CountDownLatch(20);
            List<Future<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                others.add(threads.submit(() -> {
                    queued.countDown();
                    return database.write(transaction -> insert(transaction, number));
                }));
            }
            queued.await();
            held.countDown();
            first.get();
            for (int i = 0; i < 20; i++) {
                assertThat(outcome(others.get(i))).isEqualTo(i % 3 == 0 ? "failed " + i : "wrote " + i);
            }
            List<String> written = database.read(handle -> handle.createQuery("SELECT name FROM settings")
                    .mapTo(String.class)
                    .list());
            assertThat(written).hasSize(13).doesNotContain("0", "3", "18");
        }
    }

    private static int insert(Transaction transaction, int number) {
        transaction.handle().execute("INSERT INTO settings (name, value) VALUES (?, ?)", String.valueOf(number), "x");
        if (number % 3 == 0) {
            throw new IllegalStateException("failed " + number);
        }
        return number;
    }

    private static String outcome(Future<Integer> write) throws InterruptedException {
        try {
            return "wrote " + write.get();
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
