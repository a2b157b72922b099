package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that leaves says nothing of connections that broke. */
class QuietEndTest {
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Logger pools = Logger.getLogger("com.zaxxer.hikari");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(record.getMessage());
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        pools.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        pools.removeHandler(handler);
    }

    @Test
    void a_node_closes_without_a_warning(@TempDir Path folder) {
        for (int i = 0; i < 3; i++) {
            Database database = TestingPostgres.open(folder);
            database.read(handle ->
                    handle.createQuery("SELECT 1").mapTo(Integer.class).one());
            database.close();
        }
        assertThat(warnings).isEmpty();
    }
}
