package dev.writ.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server on the loopback address whose live stream gives events by their numbers and breaks off where it is told to. */
final class TestingStream implements AutoCloseable {
    private static final int LAST = 9;

    private final HttpServer server;
    private final int broken;
    private final List<Integer> asked = new CopyOnWriteArrayList<>();

    /** @param broken of how many events a connection gives all but the last in full, and of that one a half */
    TestingStream(int broken) {
        this.broken = broken;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/stream", this::stream);
        server.start();
    }

    private void stream(HttpExchange exchange) throws IOException {
        int after = Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*after=([0-9]+).*", "$1"));
        asked.add(after);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int number = after + 1; number <= LAST; number++) {
                String event =
                        ":\n\nid:" + number + "\ndata:{\"seq\": " + number + ", \"entity\": \"task_1\", \"type\": \""
                                + (number == LAST ? "task.completed" : "tool.succeeded") + "\"}\n\n";
                boolean half = number == after + broken;
                out.write((half ? event.substring(0, event.length() / 2) : event).getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (half) {
                    return;
                }
            }
        }
    }

    /** After which numbers it was asked for, in order. */
    List<Integer> asked() {
        return List.copyOf(asked);
    }

    Api api() {
        return new Api("http://127.0.0.1:" + server.getAddress().getPort(), "token");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
