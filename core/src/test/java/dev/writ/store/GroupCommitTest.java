package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
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

    @Test
    void anErrorInOneTransactionIsItsOwnFailureAlone(@TempDir Path folder) throws Exception {
        try (Database database = SqliteStore.open(folder.resolve("writ.db"))) {
            List<Future<Integer>> batch = inOneBatch(database, 3, (transaction, number) -> {
                if (number == 1) {
                    throw new AssertionError("a defect");
                }
                return number;
            });
            assertThat(batch).extracting(GroupCommitTest::outcome).containsExactly("wrote 0", "a defect", "wrote 2");
        }
    }

    @Test
    void whatFollowsACommitComesAfterItAndItsFailureUndoesNothing(@TempDir Path folder) throws Exception {
        try (Database database = SqliteStore.open(folder.resolve("writ.db"))) {
            List<String> seen = Collections.synchronizedList(new ArrayList<>());
            List<Future<Integer>> batch = inOneBatch(database, 3, (transaction, number) -> {
                transaction.handle().execute("INSERT INTO settings (name, value) VALUES (?, 'x')", "n" + number);
                transaction.afterCommit(() -> {
                    seen.add(number + " sees " + names(database).size());
                    throw new IllegalStateException("what follows fails");
                });
                if (number == 2) {
                    throw new IllegalStateException("undone");
                }
                return number;
            });
            assertThat(batch).extracting(GroupCommitTest::outcome).containsExactly("wrote 0", "wrote 1", "undone");
            assertThat(seen).containsExactly("0 sees 2", "1 sees 2");
        }
    }

    @Test
    void aFullDiskFailsTheWholeBatchWithItsOwnCodeAndLaterWritesGoOn(@TempDir Path folder) throws Exception {
        try (Database database = SqliteStore.open(folder.resolve("writ.db"))) {
            int pages = database.write(transaction -> transaction
                    .handle()
                    .createQuery("PRAGMA page_count")
                    .mapTo(Integer.class)
                    .one());
            setMaximumPages(database, pages + 2);
            List<Future<Integer>> batch = inOneBatch(database, 3, (transaction, number) -> {
                String value = "v".repeat(number == 1 ? 100_000 : 10);
                transaction.handle().execute("INSERT INTO settings (name, value) VALUES (?, ?)", "n" + number, value);
                return number;
            });
            assertThat(batch).extracting(GroupCommitTest::outcome).allMatch(text -> text.startsWith("store_full: "));
            assertThat(names(database)).isEmpty();
            setMaximumPages(database, pages + 1_000);
            assertThat(database.<Integer>write(transaction -> insert(transaction, 1)))
                    .isEqualTo(1);
        }
    }

    private static void setMaximumPages(Database database, int pages) {
        database.write(transaction -> transaction
                .handle()
                .createQuery("PRAGMA max_page_count = " + pages)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void aTransactionInsideAnotherIsADefectThatIsNamed(@TempDir Path folder) {
        try (Database database = SqliteStore.open(folder.resolve("writ.db"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> database.write(outer -> database.write(inner -> 1)))
                    .withMessageContaining("must not start another");
        }
    }

    @Test
    void afterTheEndWritesAreRefusedAndThoseUnderWayAreKept(@TempDir Path folder) throws Exception {
        Database database = SqliteStore.open(folder.resolve("writ.db"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> underWay = threads.submit(() -> database.write(transaction -> {
                begun.countDown();
                awaitUninterruptibly(goOn);
                return insert(transaction, 1);
            }));
            begun.await();
            Future<?> closing = threads.submit(database::close);
            goOn.countDown();
            closing.get();
            assertThat(outcome(underWay)).isEqualTo("wrote 1");
        }
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> database.write(transaction -> 1))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.UNAVAILABLE));
        try (Database again = SqliteStore.open(folder.resolve("writ.db"))) {
            assertThat(names(again)).containsExactly("1");
        }
    }

    /** While a first transaction is held, the others queue up and become one batch. */
    private static List<Future<Integer>> inOneBatch(
            Database database, int jobs, BiFunction<Transaction, Integer, Integer> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch batchIsOpen = new CountDownLatch(1);
            Future<?> _ = threads.submit(() -> database.write(transaction -> {
                batchIsOpen.countDown();
                await(held);
                return 0;
            }));
            batchIsOpen.await();
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                int number = i;
                Thread[] writer = new Thread[1];
                CountDownLatch running = new CountDownLatch(1);
                all.add(threads.submit(() -> {
                    writer[0] = Thread.currentThread();
                    running.countDown();
                    return database.write(transaction -> work.apply(transaction, number));
                }));
                running.await();
                // Once it waits it is in the queue, and behind those before it.
                while (writer[0].getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            held.countDown();
            return all;
        }
    }

    private static List<String> names(Database database) {
        return database.read(handle -> handle.createQuery("SELECT name FROM settings ORDER BY name")
                .mapTo(String.class)
                .list());
    }

    private static int insert(Transaction transaction, int number) {
        transaction.handle().execute("INSERT INTO settings (name, value) VALUES (?, ?)", String.valueOf(number), "x");
        if (number % 3 == 0) {
            throw new IllegalStateException("failed " + number);
        }
        return number;
    }

    private static String outcome(Future<Integer> write) {
        try {
            return "wrote " + write.get();
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The writer is interrupted when it is to close. */
    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
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
