package dev.writ.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.writ.store.PostgresAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * db-scheduler alone: an execution whose data are the results of the steps so far. Each step ends with a durable update that
 * has the next one due at once, the last with its removal.
 */
final class SchedulerTasks implements TaskEngine {
    private static final int STEPS = 3;
    private static final int AT_A_TIME = 8;
    private static final String RESULT = "{\"messages\":[]}";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration POLLING = Duration.ofMillis(500);

    private final HikariDataSource database;
    private final CustomTask<String> steps =
            Tasks.custom("three-steps", String.class).execute((instance, context) -> afterStep(instance));
    private final Scheduler scheduler;
    private final Semaphore ended = new Semaphore(0);
    private int handedIn;

    private SchedulerTasks(HikariDataSource database, boolean locksRows) {
        this.database = database;
        SchedulerBuilder builder = Scheduler.create(database, steps)
                .threads(AT_A_TIME)
                .pollingInterval(POLLING)
                .enableImmediateExecution();
        // What its manual says is faster where a database can skip locked rows.
        this.scheduler = (locksRows ? builder.pollUsingLockAndFetch(0.5, 1.0) : builder).build();
        scheduler.start();
    }

    static SchedulerTasks onSqlite(Path file) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file);
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        // SQLite has one writer; more connections would only wait for each other.
        config.setMaximumPoolSize(1);
        return new SchedulerTasks(withTable(config, "BLOB", "TIMESTAMP"), false);
    }

    static SchedulerTasks onPostgres(PostgresServer server) throws SQLException {
        PostgresAddress address = PostgresAddress.parse(server.emptyDatabase());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.jdbcUrl());
        config.setUsername(address.user());
        config.setPassword(PostgresServer.password());
        config.setMaximumPoolSize(AT_A_TIME + 2);
        return new SchedulerTasks(withTable(config, "BYTEA", "TIMESTAMP WITH TIME ZONE"), true);
    }

    private static HikariDataSource withTable(HikariConfig config, String bytes, String time) throws SQLException {
        HikariDataSource database = new HikariDataSource(config);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE scheduled_tasks (
                      task_name TEXT NOT NULL, task_instance TEXT NOT NULL, task_data %1$s, execution_time %2$s NOT NULL,
                      picked BOOLEAN NOT NULL, picked_by TEXT, last_success %2$s, last_failure %2$s,
                      consecutive_failures INTEGER, last_heartbeat %2$s, version BIGINT NOT NULL, priority INTEGER,
                      PRIMARY KEY (task_name, task_instance))""".formatted(bytes, time));
            statement.execute("CREATE INDEX due ON scheduled_tasks (execution_time)");
            statement.execute("CREATE INDEX heartbeat ON scheduled_tasks (last_heartbeat)");
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    private CompletionHandler<String> afterStep(TaskInstance<String> instance) {
        String results = instance.getData() + RESULT;
        return results.length() < STEPS * RESULT.length()
                ? (complete, operations) -> goOn(complete, operations, results)
                : (complete, operations) -> end(operations);
    }

    private void goOn(ExecutionComplete complete, ExecutionOperations<String> operations, String results) {
        operations.reschedule(complete, Instant.now(), results);
        scheduler.triggerCheckForDueExecutions();
    }

    private void end(ExecutionOperations<String> operations) {
        operations.remove();
        ended.release();
    }

    private void handIn() {
        scheduler.schedule(steps.instance("task_" + handedIn++, ""), Instant.now());
    }

    private void awaitEnded(int tasks) throws Exception {
        if (!ended.tryAcquire(tasks, LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException("db-scheduler did not end its tasks within " + LONGEST_WAIT + ".");
        }
    }

    @Override
    public long atOnce(int tasks) throws Exception {
        long from = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            handIn();
        }
        awaitEnded(tasks);
        return System.nanoTime() - from;
    }

    @Override
    public Samples oneAtATime(int most, Duration longest) throws Exception {
        return Samples.take(most, longest, number -> {
            handIn();
            awaitEnded(1);
            return number;
        });
    }

    @Override
    public void close() {
        scheduler.stop();
        database.close();
    }
}
