package dev.writ.mcp.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes what is written by any threads, line by line. */
final class WrittenLines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else {
            line.write(b);
        }
    }

    /** Waits for the next whole line. */
    String next() throws InterruptedException {
        String next = lines.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a line within ten seconds").isNotNull();
        return next;
    }

    synchronized boolean isEmpty() {
        return lines.isEmpty() && line.size() == 0;
    }
}
