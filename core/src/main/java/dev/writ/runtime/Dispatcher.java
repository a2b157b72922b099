package dev.writ.runtime;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.writ.IdSource;
import dev.writ.store.Database;
import dev.writ.store.Dialect;
import dev.writ.store.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Durable dispatch: a wake-up of a task is a row that commits with the change that caused it, and leads to one look at
 * the task. There may be several wake-ups of one task; looking once too often does no harm.
 */
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final Duration POLLING = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(2);
    private static final char SEPARATOR = '@';

    private final Database database;
    private final IdSource ids;
    private final OneTimeTask<Void> wakeUp;
    private final Scheduler scheduler;

    Dispatcher(Database database, IdSource ids, int concurrentTasks, Consumer<String> look) {
        this.database = database;
        this.ids = ids;
        this.wakeUp = Tasks.oneTime("wake-up")
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, complete.getTimeDone().plus(pause(complete))))
                .execute((instance, context) -> look.accept(taskOf(instance.getId())));
        SchedulerBuilder builder = Scheduler.create(database.writerDataSource(), wakeUp)
                .jdbcCustomization(customization(database.dialect()))
                .serializer(NoData.INSTANCE)
                .threads(concurrentTasks)
                // The library fetches more than it has threads for; the pool is what keeps to the number.
                .executorService(Executors.newFixedThreadPool(
                        concurrentTasks,
                        Thread.ofVirtual()
                                .uncaughtExceptionHandler((thread, thrown) ->
                                        LOG.log(Level.DEBUG, "a wake-up could not be taken; it is tried again", thrown))
                                .factory()))
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(4)
                .enablePriority()
                .shutdownMaxWait(SHUTDOWN_WAIT)
                // Who looks at tasks says what went wrong, and keeps quiet about what breaks off at the end.
                .failureLogging(LogLevel.DEBUG, false);
        // Two nodes may run on one machine, whose name is what it would be called otherwise.
        database.cluster().ifPresent(cluster -> builder.schedulerName(new SchedulerName.Fixed(cluster.node())));
        this.scheduler = builder.build();
    }

    /** Starts; in a file, whatever was picked before belongs to a process that is gone. */
    void start() {
        if (database.cluster().isPresent()) {
            scheduler.start();
            return;
        }
        database.writeOnly(transaction -> transaction
                .handle()
                .execute("UPDATE scheduled_tasks SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL"));
        scheduler.start();
    }

    void enqueue(Transaction transaction, String task, int priority) {
        SchedulerClient.Builder.create(new OpenConnection(transaction.handle().getConnection()), wakeUp)
                .jdbcCustomization(customization(database.dialect()))
                .serializer(NoData.INSTANCE)
                .enablePriority()
                .build()
                .scheduleIfNotExists(
                        wakeUp.instanceBuilder(task + SEPARATOR + ids.next("wake"))
                                .priority(priority)
                                .build(),
                        Instant.now());
        transaction.afterCommit(scheduler::triggerCheckForDueExecutions);
    }

    private static JdbcCustomization customization(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> new SqliteJdbcCustomization();
            case POSTGRESQL -> new PostgreSqlJdbcCustomization(false, false);
        };
    }

    /** Looks for due wake-ups now, rather than at the next poll. */
    void look() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** Whether it was started and is not being stopped. */
    boolean isRunning() {
        return scheduler.getSchedulerState().isStarted()
                && !scheduler.getSchedulerState().isShuttingDown();
    }

    @Override
    public void close() {
        scheduler.stop();
    }

    /** Twice as long after every failure, and never so long that a repaired disk goes unnoticed. */
    static Duration pause(int failuresBefore) {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failuresBefore, 10));
        return pause.compareTo(LONGEST_RETRY) < 0 ? pause : LONGEST_RETRY;
    }

    private static Duration pause(ExecutionComplete complete) {
        return pause(complete.getExecution().consecutiveFailures);
    }

    private static String taskOf(String instance) {
        return instance.substring(0, instance.indexOf(SEPARATOR));
    }

    /** Rows carry no data: the truth is in the domain tables. */
    private enum NoData implements Serializer {
        INSTANCE;

        @Override
        public byte[] serialize(Object data) {
            return new byte[0];
        }

        @Override
        @SuppressWarnings("NullAway") // the library's way to say that there is no data
        public <T> T deserialize(Class<T> type, byte[] data) {
            return null;
        }
    }
}
